"""Settings: a wrong one is named in one line, a secret never is."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from config.settings import read_settings, setting_names


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_everything_has_a_default() -> None:
    settings = read_settings()
    assert settings.token is None
    assert (settings.theatre / "feeds.toml").name == "feeds.toml"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("COUNTERCLAIM_POLL_SECONDS", "soon", "COUNTERCLAIM_POLL_SECONDS"),
        ("COUNTERCLAIM_POLL_SECONDS", "0", "greater than or equal to 0.1"),
        ("COUNTERCLAIM_LOG_LEVEL", "LOUD", "COUNTERCLAIM_LOG_LEVEL"),
        ("COUNTERCLAIM_THEATRE", "/nowhere/at/all", "/nowhere/at/all is not a folder"),
        ("COUNTERCLAIM_FEED_PORTS", "80,https", "COUNTERCLAIM_FEED_PORTS"),
        ("DISCORD_API_BASE", "https://discord.example/api", "must point to this machine"),
        ("DISCORD_GATEWAY_URL", "wss://gateway.example", "must point to this machine"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_secret_is_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "canary-secret")
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", "postgresql://u:canary-secret@localhost/db")
    settings = read_settings()
    assert "canary" not in repr(settings)
    monkeypatch.setenv("COUNTERCLAIM_POLL_SECONDS", "soon")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert "canary" not in str(raised.value)


def test_settings_are_read_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COUNTERCLAIM_FEED_PORTS=80,8080\n")
    assert read_settings().feed_ports == (80, 8080)
