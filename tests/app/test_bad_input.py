"""What an operator gets for input that is no good: one clear line, and whatever was there is still there."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from config.settings import ROOT


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a database and a folder of its own, and its programs this tree."""
    monkeypatch.setenv("COUNTERCLAIM_DATABASE_URL", f"sqlite:///{tmp_path / 'own.sqlite3'}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT.parent))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["record", "split", "e", "1", "--title", "t", "--kind", "nonsense"], "'nonsense' is no kind; give one of "),
        (
            ["record", "split", "e", "1", "--title", "t", "--began", "tomorrow"],
            "'tomorrow' is no day; write it as YYYY",
        ),
        (["record", "split", "e", "1", "--title", "t", "--began", "2026-02-30"], "is no day; write it as YYYY-MM-DD"),
        (["demo", "--once", "--port", "x"], "'x' is no port; give a whole number up to 65535"),
        (["demo", "--once", "--port", "-1"], "'-1' is no port; give a whole number up to 65535"),
        (["demo", "--once", "--port", "99999"], "'99999' is no port; give a whole number up to 65535"),
    ],
)
def test_argument_that_is_no_good_is_told_with_what_would_be(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("words", [["feeds", "export", "kept.json"], ["record", "export", "kept.json"]])
def test_export_that_the_disk_has_no_room_for_leaves_the_file_before_it(words: list[str], tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    assert main(words) == 0
    file.write_text("the export of yesterday\n")
    # a small limit on a file's size stands for the full disk; the database is made by now
    ended = subprocess.run(
        [sys.executable, "-c", _limited(words)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (78, 1), ended.stderr
    assert "kept.json cannot be written (File too large)" in ended.stderr
    assert file.read_text() == "the export of yesterday\n"
    assert [one.name for one in tmp_path.iterdir() if "kept" in one.name] == ["kept.json"]


def _limited(words: list[str]) -> str:
    """Return a program that runs `words`, and may write no more from the moment it opens the file."""
    return (
        "import resource, signal, sys; from pathlib import Path; from bot.__main__ import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "def limit(event, found):\n"
        "    if event == 'open' and 'kept.json' in str(found[0]):\n"
        "        most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]\n"
        "        resource.setrlimit(resource.RLIMIT_FSIZE, (1, most))\n"
        f"sys.addaudithook(limit); sys.exit(main({words!r}))"
    )


def test_export_takes_the_place_of_the_file_behind_a_link_and_keeps_its_mode(tmp_path: Path) -> None:
    file, link = tmp_path / "real.opml", tmp_path / "link.opml"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    assert main(["feeds", "export", str(link)]) == 0
    assert link.is_symlink()
    assert "<opml" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("words", [["feeds", "export"], ["feeds", "list"], ["record", "export"], ["record", "list"]])
def test_output_that_has_no_room_is_one_line(words: list[str]) -> None:
    assert main(["feeds", "list"]) == 0
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert (ended.returncode, ended.stderr.count("\n")) == (78, 1), ended.stderr
    assert "No space left on device" in ended.stderr


def test_copy_of_a_file_that_is_not_there_says_so_and_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "away" / "a.sqlite3", tmp_path / "b.sqlite3"
    assert main(["db", "copy", f"sqlite:///{source}", f"sqlite:///{target}"]) == 78
    assert f"there is no database {source}; " in capsys.readouterr().err
    assert not source.parent.exists()
    assert not target.exists()
