"""`counterclaim record`: what it prints, and one clear line for every mistake."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.adapters.database import open_store
from bot.core.model import EventMatch
from tests.support.reports import EVENT, NOW, claim, fetched, report_on, stored_entry, stored_report

OTHER = replace(EVENT, id="2026-02-27-kurram", title="Clash in Kurram [b]", places=("Kurram",))


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a record of two events, and one doubtful report."""
    url = f"sqlite:///{tmp_path / 'record.db'}"
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", url)

    async def fill() -> None:
        async with open_store(url) as store:
            await stored_report(store, "a", claim(55))
            await stored_report(store, "b", claim(8), event=OTHER)
            entry = await stored_entry(store, fetched("c"))
            match = EventMatch(EVENT, False, 0.63, OTHER.id, 0.61, "near")
            doubtful = replace(report_on(entry, claim(5)), match=match)
            await store.save_report(doubtful, quiet=False, guild_verdicts={}, now=NOW)

    asyncio.run(fill())


@pytest.mark.usefixtures("record")
def test_a_session_at_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    for words, says in (
        (["list"], "Clash in Kurram [b]"),
        (["list", "nowhere"], "no event holds"),
        (["queue"], "scores 0.63"),
        (["refile", "1", OTHER.id], "is now under 2026-02-27-kurram"),
        (["queue"], "nothing waits"),
        (["merge", OTHER.id, EVENT.id, "--by", "ana", "--why", "one night"], "is now part of"),
        (["list"], "part of 2026-02-26-border"),
        (["show", OTHER.id], "one night"),
        (["rename", EVENT.id, "Night of fire"], "Night of fire"),
        (["close", EVENT.id], "is closed"),
        (["reopen", EVENT.id], "open again"),
        (["undo", "2"], "edit 2 (merge) is undone"),
        (["link", OTHER.id, EVENT.id], "is now “response to” 2026-02-26-border"),
        (["show", EVENT.id], "answered by: 2026-02-27-kurram"),
        (["show", OTHER.id], "response to: 2026-02-26-border"),
        (["unlink", OTHER.id, EVENT.id], "is no longer “response to”"),
        (["list"], "settled"),
        (["move", "1", OTHER.id], "is now under"),
        (["split", OTHER.id, "2", "--title", "Dawn", "--kind", "strike", "--began", "2026-02-25"], "2026-02-25-dawn"),
        (["show", OTHER.id], "Clash in Kurram [b]"),
    ):
        assert main(["record", *words]) == 0
        shown = capsys.readouterr()
        assert says in shown.out, words
        assert shown.err == ""


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "words",
    [
        ["show", "nowhere"],
        ["merge", EVENT.id, EVENT.id],
        ["link", EVENT.id, EVENT.id],
        ["link", EVENT.id, OTHER.id],
        ["unlink", OTHER.id, EVENT.id],
        ["merge", "nowhere", EVENT.id],
        ["move", "99", EVENT.id],
        ["move", "9" * 30, EVENT.id],
        ["move", "no:such:1", EVENT.id],
        ["rename", EVENT.id, " "],
        ["reopen", EVENT.id],
        ["undo", "99"],
        ["accept", "99"],
        ["refile", "99", EVENT.id],
        ["split", EVENT.id, "2", "--title", "x"],
    ],
)
def test_a_mistake_is_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", *words]) == 78
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("counterclaim: ")
    assert shown.err.count("\n") == 1


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("form", ["json", "csv"])
def test_export_and_import_come_round(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"record.{form}"
    assert main(["record", "export", str(file)]) == 0
    assert main(["record", "export", "--format", "acled"]) == 0
    assert capsys.readouterr().out.startswith("event_id_cnty,")
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    for words, says in (
        (["--dry-run"], "would be imported: 2 new events, 3 new claims; 0 events as they were"),
        ([], "imported: 2 new events, 3 new claims"),
        ([], "imported: 0 new events, 0 new claims; 2 events as they were"),
    ):
        assert main(["record", "import", str(file), *words]) == 0
        assert says in capsys.readouterr().out
    again = tmp_path / f"again.{form}"
    assert main(["record", "export", str(again)]) == 0
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.usefixtures("record")
def test_a_file_that_is_no_good_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.json").write_text("[\n{}\n]")
    (tmp_path / "bad.txt").write_text("")
    for name, says in (("bad.json", "line 2"), ("bad.txt", "--format"), ("none.csv", "cannot be read")):
        assert main(["record", "import", str(tmp_path / name)]) == 78
        shown = capsys.readouterr().err
        assert says in shown
        assert shown.count("\n") == 1
    assert main(["record", "export", str(tmp_path / "no" / "x.csv")]) == 78
