"""The real program under load, held to Discord's limits; `make load` does it for longer and with more servers."""

from pathlib import Path

from tools.bench_load import Load, measure


async def test_cards_for_many_channels_break_no_limit_and_commands_do_not_wait_for_them(tmp_path: Path) -> None:
    # 160 cards at once are more than three seconds of the global limit; left alone they would go out in two.
    # A machine that stands still for a moment lets what was sent at even gaps arrive at once, so there is room for it.
    load = Load(guilds=20, channels=4, events_an_hour=1800, requests_a_second=30, seconds=4)
    outcome = await measure(load, tmp_path, f"sqlite:///{tmp_path / 'load.db'}")
    assert (len(outcome.commands), len(outcome.cards), len(outcome.reports)) == (80, 160, 2)
    assert not outcome.misses, "\n".join(outcome.lines())
