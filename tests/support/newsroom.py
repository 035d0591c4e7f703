"""What the tests of the real program publish in its feed, and how they wait for it."""

from tests.support.databases import until
from tests.support.discord_stand_in import DiscordStandIn
from tests.support.processes import Program

TOKEN = "canary-token-that-no-log-shows"
TOWNS = ("Istanbul", "Doha", "Riyadh", "Tehran", "Beijing", "Urumqi")
# talks in any two of them on one day are two episodes
FAR_TOWNS = (
    "Doha", "Istanbul", "Ankara", "Riyadh", "Jeddah", "Urumqi", "Beijing", "Kashgar", "Moscow", "Tehran", "Dubai",
    "Abu Dhabi", "Tashkent", "New Delhi", "Dushanbe", "Geneva", "London", "Muscat", "Ashgabat", "Samarkand", "Termez",
    "Astana", "Almaty", "Bishkek", "Baku", "Antalya", "Kuwait City", "Manama", "Cairo", "Amman", "Kuala Lumpur",
    "Jakarta", "Oslo", "Brussels", "Vienna",
)  # fmt: skip
CLASH = "Afghan and Pakistani forces clash at the Torkham border crossing"
FIRST = (
    "Afghan and Pakistani troops exchanged heavy fire at the Torkham border crossing on the Durand Line. "
    "Afghanistan's Defence Ministry said its forces had killed 12 Pakistani soldiers. "
    "Pakistan's Information Minister Attaullah Tarar said that two Pakistani soldiers had been killed. "
    "He said 36 Afghan Taliban fighters had been killed."
)
SECOND = (
    "Fighting between Afghan and Pakistani forces at the Torkham border crossing went on through the night. "
    "Pakistan's Information Minister Attaullah Tarar said that 133 Afghan Taliban fighters had been killed."
)


def told(town: str, count: int) -> tuple[str, str, str]:
    """Return an item of the feed about talks in a town, with one claim; talks in two towns are two episodes."""
    words = (
        f"Afghanistan and Pakistan held talks in {town} on a ceasefire after clashes along the Durand Line. "
        f"Afghanistan's Defence Ministry said its forces had killed {count} Pakistani soldiers in the clashes."
    )
    return f"{town}-{count}", f"Talks on the Durand Line clashes in {town} (update {count})", words


async def up(running: Program, discord: DiscordStandIn) -> None:
    """Wait until commands are there and the feed has had its first, quiet poll."""
    await discord.wait_for(
        lambda: running.process.returncode is not None or (discord.commands and discord.gateway.sessions), 60, "a start"
    )
    assert running.process.returncode is None, (await running.ends())[1]
    await until(running.url, "SELECT 1 FROM feeds WHERE baselined")
