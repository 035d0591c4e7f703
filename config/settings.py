"""The program's settings, read from the environment (or a `.env` file) and checked before anything starts."""

from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Every setting, with its default; the README's table says what each is for."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True, frozen=True
    )

    token: SecretStr | None = Field(default=None, alias="DISCORD_TOKEN")
    database_url: SecretStr | None = Field(default=None, alias="COUNTERCLAIM_DATABASE_URL")
    theatre: Path = Field(default=ROOT / "afpak", alias="COUNTERCLAIM_THEATRE")
    contact: str = Field(
        default="no contact set by the operator", alias="COUNTERCLAIM_CONTACT", min_length=3, max_length=200
    )
    log_level: str = Field(default="INFO", alias="COUNTERCLAIM_LOG_LEVEL", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    poll_seconds: float = Field(default=30.0, alias="COUNTERCLAIM_POLL_SECONDS", ge=0.1, le=3600)
    shortest_poll_seconds: float = Field(default=60.0, alias="COUNTERCLAIM_SHORTEST_POLL_SECONDS", ge=1, le=3600)
    digest_seconds: float = Field(default=2.0, alias="COUNTERCLAIM_DIGEST_SECONDS", ge=0.1, le=600)
    publish_seconds: float = Field(default=1.0, alias="COUNTERCLAIM_PUBLISH_SECONDS", ge=0.1, le=600)
    edit_seconds: float = Field(default=60.0, alias="COUNTERCLAIM_EDIT_SECONDS", ge=0, le=3600)
    edit_seconds_most: float = Field(default=300.0, alias="COUNTERCLAIM_EDIT_SECONDS_MOST", ge=0, le=86400)
    requests_per_second: float = Field(default=40.0, alias="COUNTERCLAIM_REQUESTS_PER_SECOND", ge=5, le=50)
    late_hours: float = Field(default=6.0, alias="COUNTERCLAIM_LATE_HOURS", gt=0, le=8760)
    keep_days: float = Field(default=30.0, alias="COUNTERCLAIM_KEEP_DAYS", ge=1, le=3650)
    ops_channel: int | None = Field(default=None, alias="COUNTERCLAIM_OPS_CHANNEL", gt=0)
    gateway_patience: float = Field(default=180.0, alias="COUNTERCLAIM_GATEWAY_PATIENCE", ge=1, le=86400)
    allow_private_feeds: bool = Field(default=False, alias="COUNTERCLAIM_ALLOW_PRIVATE_FEEDS")
    feed_ports: Annotated[tuple[int, ...], NoDecode] = Field(default=(80, 443), alias="COUNTERCLAIM_FEED_PORTS")
    api_base: str | None = Field(default=None, alias="DISCORD_API_BASE")
    gateway_url: str | None = Field(default=None, alias="DISCORD_GATEWAY_URL")

    @field_validator("feed_ports", mode="before")
    @classmethod
    def _split_ports(cls, value: object) -> object:
        return tuple(value.split(",")) if isinstance(value, str) else value

    @field_validator("ops_channel", mode="before")
    @classmethod
    def _no_channel(cls, value: object) -> object:
        # what a compose file makes of a variable that is not set
        return None if value == "" else value

    @field_validator("api_base", "gateway_url")
    @classmethod
    def _loopback_only(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).hostname not in {"127.0.0.1", "::1", "localhost"}:
            raise ValueError("must point to this machine (127.0.0.1); it is for tests only")
        return value

    @field_validator("theatre")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        if not value.is_dir():
            raise ValueError(f"{value} is not a folder; give the folder that holds feeds.toml and keywords.toml")
        return value


def read_settings() -> Settings:
    """Return the settings; raise SettingsError with one line that names every wrong one, never its secret."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"{fault['loc'][0]} {_plain(fault['msg'])}" for fault in error.errors(include_input=False)]
        raise SettingsError("wrong setting: " + "; ".join(faults)) from None


@cache
def setting_names() -> tuple[str, ...]:
    """Return the environment's name of every setting."""
    return tuple(str(field.alias) for field in Settings.model_fields.values())


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
