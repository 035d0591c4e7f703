"""The discord.py client: load the cogs, send Discord the commands when they changed, answer a fault with one line.

It decides nothing about the record: cogs ask the desk, the publisher posts. It asks for no intent but the servers.
"""

import asyncio
import hashlib
import ipaddress
import json
import logging
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import aiohttp
import discord
import yarl
from discord import app_commands, shard
from discord.backoff import ExponentialBackoff
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.desk import Desk
from bot.errors import DeliveryError, SettingsError, StoreError, TokenRefused
from bot.ports import Clock, Store

log = logging.getLogger(__name__)

COGS: Final = ("cogs.record", "cogs.alerts", "cogs.keywords")
COMMANDS_NOTE: Final = "commands"
LONGEST_RATE_WAIT: Final = 60.0
LONGEST_SYNC: Final = 30.0
PAUSE_DOUBLINGS: Final = 5
REFUSED: Final = (
    "Discord refuses the token; copy it anew from https://discord.com/developers/applications and set DISCORD_TOKEN"
)
# Discord: "Gateway close event codes". After these a new start would end the same way.
WRONG_TOKEN: Final = 4004
NO_SUCH_INTENT: Final = 4014
NEVER: Final = {
    4012: "Discord no longer speaks this version of its gateway (code 4012); install a newer Counterclaim",
    4013: "Discord knows no such intents (code 4013); install a newer Counterclaim",
    NO_SUCH_INTENT: "Discord does not allow this bot its intents (code 4014); see Bot > Privileged Gateway Intents at "
    "https://discord.com/developers/applications",
}

# Discord: JSON error codes. The first reply came later than three seconds, so nobody waits for it.
EXPIRED: Final = 10062

Interaction = discord.Interaction["CounterclaimClient"]


class Pause(ExponentialBackoff[Literal[False]]):
    """The growing pause between attempts to reach the gateway: 32 s at most, where the library's grows to 17 minutes.

    So commands are answered again within a minute of the end of any outage.
    """

    def __init__(self, base: int = 1) -> None:
        """Begin with up to `base` times two seconds."""
        super().__init__(base)
        self._max = PAUSE_DOUBLINGS


shard.ExponentialBackoff = Pause  # type: ignore[attr-defined,assignment]


class Commands(app_commands.CommandTree["CounterclaimClient"]):
    """The command tree with the one error handler."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Tell the user one clear line and write one log line, whatever went wrong."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        name = interaction.command.qualified_name if interaction.command else "unknown"
        if isinstance(cause, discord.NotFound) and cause.code == EXPIRED:
            log.warning("command expired command=%r guild=%s", name, interaction.guild_id)
            return
        line, expected = _explain(cause)
        if expected:
            log.info("command refused command=%r guild=%s reason=%s", name, interaction.guild_id, type(cause).__name__)
        else:
            log.error("command failed command=%r guild=%s", name, interaction.guild_id, exc_info=cause)
        await _tell(interaction, line)


def _explain(error: BaseException) -> tuple[str, bool]:
    """Return the user's line for an error, and whether it is one of those that happen in good order."""
    match error:
        case app_commands.MissingPermissions():
            needed = ", ".join(name.replace("_", " ").title() for name in error.missing_permissions)
            return f"You need the permission {needed} for this.".replace("Manage Guild", "Manage Server"), True
        case app_commands.NoPrivateMessage():
            return "This works in a server only.", True
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "Discord still shows an older form of this command; try again in a minute.", True
        case app_commands.CheckFailure():
            return "You may not use this here.", True
        case StoreError():
            return "The record cannot be reached just now; try again in a minute.", False
        case _:
            return "Something went wrong here. It has been logged; try again in a minute.", False


async def _tell(interaction: Interaction, line: str) -> None:
    """Say `line` to the user alone; an interaction that has expired is past helping."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if interaction.response.is_done():
            await interaction.followup.send(line, ephemeral=True)
        else:
            await interaction.response.send_message(line, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("reply lost interaction=%d reason=%s", interaction.id, type(error).__name__)


class CounterclaimClient(commands.AutoShardedBot):
    """The bot's connection to Discord."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        clock: Clock,
        *,
        shard_count: int | None = None,
        http_trace: aiohttp.TraceConfig | None = None,
    ) -> None:
        """Serve `desk`; `shard_count` is Discord's own advice unless given, `http_trace` sees each request go."""
        # It never speaks, so it need not be told that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=Commands,
            shard_count=shard_count,
            http_trace=http_trace or aiohttp.TraceConfig(),
            max_ratelimit_timeout=LONGEST_RATE_WAIT,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
        )
        self.desk = desk
        self.clock = clock
        self._store = store
        self._synced = False

    async def setup_hook(self) -> None:
        """Load the cogs and bring Discord's list of commands up to date."""
        for name in COGS:
            await self.load_extension(name)
        await self._sync_commands()

    async def on_ready(self) -> None:
        """Note that the gateway is up (it fires again after every new session), and make up for a failed sync."""
        log.info("gateway ready guilds=%d shards=%s", len(self.guilds), self.shard_count)
        await self._sync_commands()

    async def on_app_command_completion(
        self, interaction: Interaction, command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
    ) -> None:
        """Note which command was answered, never what the user typed."""
        log.info("command answered command=%r guild=%s", command.qualified_name, interaction.guild_id)

    async def log_in(self, token: str) -> None:
        """Log in over HTTP, enough to post; raise TokenRefused, or DeliveryError where a new start may help."""
        try:
            await self.login(token)
        except discord.LoginFailure as error:
            raise TokenRefused(REFUSED) from error
        except discord.HTTPException as error:
            raise DeliveryError(f"Discord answered {error.status} to the log-in") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DeliveryError(f"Discord cannot be reached ({type(error).__name__}); check the network") from error
        except (TypeError, KeyError) as error:
            raise DeliveryError("something other than Discord answered the log-in; check the network") from error

    async def serve(self) -> None:
        """Connect to the gateway and answer commands until closed; raise as `log_in` does."""
        try:
            await self.connect()
        except discord.PrivilegedIntentsRequired as error:
            raise SettingsError(NEVER[NO_SUCH_INTENT]) from error
        except discord.ConnectionClosed as error:
            if error.code == WRONG_TOKEN:
                raise TokenRefused(REFUSED) from error
            if error.code in NEVER:
                raise SettingsError(NEVER[error.code]) from error
            raise DeliveryError(f"Discord closed the connection (code {error.code})") from error
        except (discord.GatewayNotFound, discord.HTTPException) as error:
            raise DeliveryError(f"Discord names no gateway ({type(error).__name__})") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DeliveryError(f"Discord's gateway cannot be reached ({type(error).__name__})") from error

    async def _sync_commands(self) -> None:
        """Send the commands if they are not the ones last sent; Discord allows 200 new ones a day (code 30034)."""
        if self._synced:
            return
        digest = f"{self.application_id}:{self._commands_digest()}"
        known = await self._store.note(COMMANDS_NOTE)
        if known is None or known[0] != digest:
            try:
                async with asyncio.timeout(LONGEST_SYNC):
                    sent = await self.tree.sync()
            except (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("commands not synced reason=%s next=when_ready", type(error).__name__)
                return
            await self._store.save_note(COMMANDS_NOTE, digest, self.clock.now())
            log.info("commands synced count=%d", len(sent))
        self._synced = True

    def _commands_digest(self) -> str:
        shapes = sorted(json.dumps(command.to_dict(self.tree), sort_keys=True) for command in self.tree.get_commands())
        return hashlib.sha256("\n".join(shapes).encode()).hexdigest()[:32]


def point_at(api_base: str | None, gateway_url: str | None) -> None:
    """Use another Discord, which must be on this machine: a stand-in for tests. None leaves the real one in place."""
    if api_base is not None:
        Route.BASE = _loopback("DISCORD_API_BASE", api_base, ("http", "https")).rstrip("/")
    if gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(_loopback("DISCORD_GATEWAY_URL", gateway_url, ("ws", "wss")))


def _loopback(setting: str, address: str, schemes: tuple[str, ...]) -> str:
    """Return `address` if it is on this machine, so that a token never leaves for a stranger's server."""
    parts = urlsplit(address)
    if parts.scheme not in schemes:
        raise SettingsError(f"{setting} must begin with {schemes[0]}:// or {schemes[1]}://")
    try:
        inside = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        inside = parts.hostname == "localhost"
    if not inside:
        raise SettingsError(f"{setting} must point to this machine (127.0.0.1); it is for tests only")
    return address
