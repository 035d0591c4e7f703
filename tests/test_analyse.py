"""The contract of `counterclaim analyse`: what it takes, what it writes, how it fails, and that it leaves nothing."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / "tests" / "corpus" / "dev.jsonl"
CLAIM_FIELDS = {
    *("claimant", "by", "stance", "measure", "subject", "kind", "place", "evidence", "rule"),
    *("low", "high", "approx", "words"),
}
STORY = {
    "id": "one",
    "source": "Example Wire",
    "published": "2026-02-27T06:00:00Z",
    "title": "Afghan forces kill 55 Pakistani soldiers at Torkham, Kabul says",
    "text": "Afghan forces killed 55 Pakistani soldiers at Torkham, the defence ministry in Kabul said. "
    "Pakistan’s military denied it and said two soldiers had died.",
}
Row = dict[str, Any]
Analyse = Callable[..., tuple[int, str, str]]


class Input:
    """Standard input with bytes in it."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


@pytest.fixture
def analyse(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Analyse:
    """Run `analyse` in this process with `raw` as standard input; return exit code, output, error output."""

    def run(raw: bytes | str = b"", *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", Input(raw.encode() if isinstance(raw, str) else raw))
        code = main(["analyse", *arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


def line(**fields: object) -> str:
    return json.dumps(STORY | fields, ensure_ascii=False) + "\n"


def rows(out: str) -> list[Row]:
    return [json.loads(one) for one in out.split("\n")[:-1]]


def command(home: Path, arguments: Sequence[str], raw: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real command in an empty home of its own."""
    places = {"HOME": str(home), "TMPDIR": str(home), "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=raw,
        capture_output=True,
        cwd=home,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | places | env,
        timeout=120,
        check=False,
    )


# --- what it writes


def test_writes_the_fields_of_the_guidelines_and_why(analyse: Analyse) -> None:
    code, out, err = analyse(line())
    (row,) = rows(out)
    assert (code, err) == (0, "")
    assert set(row) == {"id", "relevant", "event", "claims", "sentences", "why"}
    assert (row["id"], row["relevant"]) == ("one", True)
    assert isinstance(row["event"], str)
    assert row["claims"]
    for claim in row["claims"]:
        assert set(claim) - {"background"} == CLAIM_FIELDS
        assert claim["claimant"] in {"AFG", "PAK", "OTHER"}
        assert claim["subject"] in {"AFG", "PAK", "TTP", "BOTH", "OTHER"}
        assert claim["stance"] in {"asserts", "denies"}
        assert claim["rule"]
    assert all(set(sentence) == {"text", "by"} for sentence in row["sentences"])
    assert {"relevant", "terms", "event", "score", "runner_up"} == set(row["why"])
    assert row["why"]["relevant"]
    assert row["why"]["terms"]
    assert row["why"]["event"]


def test_reads_both_sides_of_a_story(analyse: Analyse) -> None:
    (row,) = rows(analyse(line())[1])
    read = {(one["claimant"], one["stance"], one["measure"], one["subject"], one["low"]) for one in row["claims"]}
    assert ("AFG", "asserts", "killed", "PAK", 55) in read
    assert ("PAK", "asserts", "killed", "PAK", 2) in read


def test_goes_in_order_of_publication_and_lets_what_has_no_time_go_first(analyse: Analyse) -> None:
    lines = [
        line(id="third", published="2026-02-27T07:00:00+00:00"),
        line(id="second", published="2026-02-27T11:00:00+05:00"),
        line(id="fourth", published="2026-02-27T08:00:00"),
        line(id="first", published=None),
    ]
    assert [row["id"] for row in rows(analyse("".join(lines))[1])] == ["first", "second", "third", "fourth"]


def test_a_second_report_joins_the_event_of_the_first(analyse: Analyse) -> None:
    text = "Pakistani and Afghan forces clashed at Angoor Adda on Monday, officials said. Two soldiers died."
    both = [
        line(id=name, published=f"2031-05-05T0{hour}:00:00Z", title="Clash at Angoor Adda", text=text)
        for hour, name in enumerate("ab")
    ]
    one, other = rows(analyse("".join(both), "--no-record")[1])
    assert one["event"] == other["event"] is not None


def test_the_seeded_record_is_known_unless_it_is_not_wanted(analyse: Analyse) -> None:
    with_record, without = (rows(analyse(line(), *extra)[1])[0]["why"] for extra in ((), ("--no-record",)))
    assert without["runner_up"] is None
    assert without["event"].startswith("new")
    assert not with_record["event"].startswith("new")


def test_the_order_of_the_input_changes_nothing(analyse: Analyse) -> None:
    lines = [line(id=str(hour), published=f"2026-02-27T0{hour}:00:00Z") for hour in range(4)]
    assert analyse("".join(lines))[1] == analyse("".join(reversed(lines)))[1]


def test_an_entry_that_does_not_matter_has_no_claims_and_no_event_but_its_sentences(analyse: Analyse) -> None:
    text = "Eleven people died when a bus left the road near Multan, police said. Six were hurt."
    (row,) = rows(analyse(line(title="Eleven dead in bus accident", text=text))[1])
    assert (row["relevant"], row["event"], row["claims"]) == (False, None, [])
    assert [sentence["text"] for sentence in row["sentences"]] == text.replace("said. ", "said.\n").split("\n")
    assert row["why"]["relevant"]


def test_over_the_corpus_evidence_is_verbatim_and_what_does_not_matter_has_no_claims(analyse: Analyse) -> None:
    given = {row["id"]: row for row in map(json.loads, DEV.read_text(encoding="utf-8").splitlines())}
    code, out, _ = analyse(b"", str(DEV))
    found = rows(out)
    assert (code, {row["id"] for row in found}) == (0, set(given))
    assert [given[row["id"]]["published"] for row in found] == sorted(one["published"] for one in given.values())
    for row in found:
        entry = given[row["id"]]
        assert row["relevant"] or not (row["claims"] or row["event"])
        for claim in row["claims"]:
            assert claim["evidence"] in entry["text"] or claim["evidence"] == entry["title"]
            assert claim["words"] in claim["evidence"]
        at = 0
        for sentence in row["sentences"]:
            at = entry["text"].index(sentence["text"], at) + len(sentence["text"])


# --- what it takes


@pytest.mark.parametrize("raw", [b"", b"\n", b" \n\r\n\n", b"\xef\xbb\xbf"])
def test_nothing_in_is_nothing_out(raw: bytes, analyse: Analyse) -> None:
    assert analyse(raw) == (0, "", "")


def test_other_fields_may_be_missing_or_more(analyse: Analyse) -> None:
    few = json.dumps({name: STORY[name] for name in ("id", "title", "text")})
    code, out, _ = analyse(few + "\n" + line(id="two", extra={"a": [1]}, link=None, source=None))
    assert (code, [row["id"] for row in rows(out)]) == (0, ["one", "two"])


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + line().encode(),
        line().replace("\n", "\r\n").encode(),
        b"\n\n" + line().encode() + b"\n",
        line().rstrip("\n").encode(),
        json.dumps(STORY).encode(),
    ],
    ids=["byte order mark", "carriage returns", "empty lines", "no last line end", "escaped"],
)
def test_however_it_is_written_it_is_read_alike(raw: bytes, analyse: Analyse) -> None:
    assert analyse(raw)[1] == analyse(line())[1]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_a_line_separator_inside_a_text_ends_no_line(separator: str, analyse: Analyse) -> None:
    code, out, err = analyse(line(text=f"Kabul said two died.{separator}Pakistan denied it."))
    assert (code, err, len(rows(out))) == (0, "", 1)


def test_half_a_surrogate_pair_comes_out_as_it_went_in(analyse: Analyse) -> None:
    text = "Kabul said \ud800 five Pakistani soldiers were killed at Torkham."
    code, out, _ = analyse(json.dumps(STORY | {"text": text}))
    assert code == 0
    assert rows(out)[0]["sentences"][0]["text"] == text


# --- how it fails: one line that says where and what, nothing written, no traceback


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("{", "line 2: is no JSON"),
        ("nonsense", "line 2: is no JSON"),
        ("[1]", "line 2: must be one JSON object a line"),
        ("null", "line 2: must be one JSON object a line"),
        ("{}", 'line 2: has no "id" (a string)'),
        ('{"id": 7, "title": "", "text": ""}', 'line 2: has no "id" (a string)'),
        ('{"id": "a", "text": ""}', 'line 2: has no "title" (a string)'),
        ('{"id": "a", "title": "", "text": null}', 'line 2: has no "text" (a string)'),
        (line(published="yesterday").strip(), "line 2: has a \"published\" that is no ISO 8601 time: 'yesterday'"),
        (line(published=True).strip(), 'line 2: has a "published" that is no ISO 8601 time'),
        (line(published="0001-01-01T00:00:00+14:00").strip(), 'line 2: has a "published" of an impossible year'),
        (line(published="9999-12-31T23:59:59-14:00").strip(), 'line 2: has a "published" of an impossible year'),
        ("[" * 200_000, "line 2: is no JSON"),
        ('{"id": ' + "1" * 5000 + "}", "line 2: is no JSON"),
    ],
    ids=lambda value: value[:40],
)
def test_a_bad_line_is_named_and_nothing_is_written(bad: str, complaint: str, tmp_path: Path, analyse: Analyse) -> None:
    file = tmp_path / "entries.jsonl"
    file.write_text(f"{line()}{bad}\n", encoding="utf-8")
    code, out, err = analyse(b"", str(file))
    assert code != 0
    assert out == ""
    assert err.count("\n") == 1
    assert f"{file}, {complaint}" in err


def test_standard_input_is_called_so(analyse: Analyse) -> None:
    code, _, err = analyse(f"{line()}\n\n{{")
    assert code != 0
    assert "standard input, line 4: is no JSON" in err


def test_a_file_that_is_no_utf8_is_named_with_its_line(tmp_path: Path, analyse: Analyse) -> None:
    file = tmp_path / "latin.jsonl"
    file.write_bytes(line().encode() + '{"id": "b", "title": "Türkei", "text": ""}'.encode("latin-1"))
    code, out, err = analyse(b"", str(file))
    assert (code != 0, out, err.count("\n")) == (True, "", 1)
    assert f"{file}, line 2: is not UTF-8" in err


@pytest.mark.parametrize("name", ["none.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(name: str, tmp_path: Path, analyse: Analyse) -> None:
    code, out, err = analyse(b"", str(tmp_path / name))
    assert (code != 0, out, err.count("\n")) == (True, "", 1)
    assert str(tmp_path) in err
    assert "cannot be read" in err


# --- the real command


def test_twice_gives_the_same_bytes_and_leaves_no_file_anywhere(tmp_path: Path) -> None:
    one, other = (command(tmp_path, ["analyse", str(DEV)], PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert (one.returncode, one.stderr) == (0, b"")
    assert one.stdout == other.stdout
    assert one.stdout.count(b"\n") == DEV.read_bytes().count(b"\n")
    assert list(tmp_path.iterdir()) == []


def test_writes_utf8_whatever_the_locale(tmp_path: Path) -> None:
    raw = line(text="Kabul’s ministry said “five” Pakistani soldiers died at طورخم.").encode()
    plain = command(tmp_path, ["analyse"], raw)
    odd = command(tmp_path, ["analyse"], raw, PYTHONIOENCODING="latin-1")
    assert (odd.returncode, odd.stdout) == (0, plain.stdout)
    assert "طورخم" in plain.stdout.decode()


def test_a_bad_line_ends_the_command_without_a_traceback(tmp_path: Path) -> None:
    done = command(tmp_path, ["analyse"], b"{\n")
    assert done.returncode != 0
    assert done.stdout == b""
    assert done.stderr.decode().splitlines() == [
        "counterclaim: standard input, line 1: is no JSON (Expecting property name enclosed in double quotes, column 2)"
    ]


def test_a_missing_file_ends_the_command_without_a_traceback(tmp_path: Path) -> None:
    done = command(tmp_path, ["analyse", "none.jsonl"])
    assert done.returncode != 0
    assert (done.stdout, len(done.stderr.splitlines())) == (b"", 1)
    assert b"none.jsonl: cannot be read" in done.stderr
    assert list(tmp_path.iterdir()) == []
