"""The objects that Discord sends, with every key that the client library reads."""

from typing import Any, Final

APPLICATION: Final = 1000
BOT_USER: Final = 1000
MEMBER: Final = 4000
DIRECT_CHANNEL: Final = 5000
ALL_PERMISSIONS: Final = (1 << 50) - 1


def user_payload(number: int, name: str, *, bot: bool) -> dict[str, Any]:
    """Return a user."""
    return {"id": str(number), "username": name, "discriminator": "0", "global_name": None, "avatar": None, "bot": bot}


def member_payload(number: int, name: str, *, bot: bool) -> dict[str, Any]:
    """Return a member of a server."""
    return {
        "user": user_payload(number, name, bot=bot), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False, "mute": False, "nick": None, "avatar": None, "flags": 0, "pending": False, "premium_since": None,
    }  # fmt: skip


def channel_payload(guild: int, number: int) -> dict[str, Any]:
    """Return a text channel."""
    return {
        "id": str(number), "type": 0, "guild_id": str(guild), "name": f"channel-{number}", "position": 0,
        "permission_overwrites": [], "nsfw": False, "topic": None, "parent_id": None, "rate_limit_per_user": 0,
        "last_message_id": None, "flags": 0, "permissions": str(ALL_PERMISSIONS),
    }  # fmt: skip


def direct_payload() -> dict[str, Any]:
    """Return what an interaction in a direct message says of where it happened."""
    channel = {"id": str(DIRECT_CHANNEL), "type": 1, "recipients": [], "flags": 0, "last_message_id": None}
    return {
        "channel_id": channel["id"], "channel": channel, "user": user_payload(MEMBER, "alice", bot=False),
        "app_permissions": str(ALL_PERMISSIONS), "authorizing_integration_owners": {}, "context": 1,
    }  # fmt: skip


def guild_payload(number: int, channels: list[int]) -> dict[str, Any]:
    """Return a server with its channels, as GUILD_CREATE brings it."""
    everyone = {
        "id": str(number), "name": "@everyone", "color": 0, "hoist": False, "position": 0, "managed": False,
        "permissions": str(ALL_PERMISSIONS), "mentionable": False, "flags": 0,
    }  # fmt: skip
    return {
        "id": str(number), "name": "a server", "owner_id": str(MEMBER), "roles": [everyone], "emojis": [],
        "stickers": [], "features": [], "channels": [channel_payload(number, channel) for channel in channels],
        "threads": [],
        "members": [member_payload(BOT_USER, "counterclaim", bot=True)], "presences": [], "voice_states": [],
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [], "verification_level": 0,
        "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
        "premium_tier": 0, "premium_progress_bar_enabled": False, "preferred_locale": "en-US", "member_count": 2,
        "unavailable": False, "large": False, "joined_at": "2026-01-01T00:00:00+00:00", "afk_timeout": 300,
        "system_channel_flags": 0, "application_id": None, "afk_channel_id": None, "system_channel_id": None,
        "rules_channel_id": None, "public_updates_channel_id": None, "vanity_url_code": None, "banner": None,
        "description": None, "icon": None, "splash": None, "discovery_splash": None, "premium_subscription_count": 0,
    }  # fmt: skip


def application_payload() -> dict[str, Any]:
    """Return the bot's application."""
    return {
        "id": str(APPLICATION), "name": "counterclaim", "icon": None, "description": "", "bot_public": True,
        "bot_require_code_grant": False, "owner": user_payload(MEMBER, "alice", bot=False), "verify_key": "0" * 64,
        "team": None, "flags": 0, "summary": "", "rpc_origins": [],
    }  # fmt: skip
