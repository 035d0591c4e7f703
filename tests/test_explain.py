"""`counterclaim explain`: what it shows, in what form, and what a hostile text cannot make it do."""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.__main__ import main
from bot.core.model import Report
from bot.core.reading import Reader, compile_reader, read_entry
from bot.core.relevance import judge
from bot.explain import entry_of_text, explanation_as_json, legend, show_report, visible
from config.rules.keywords import read_keywords
from config.rules.theatre import load_theatre

AFPAK = Path(__file__).resolve().parent.parent / "config" / "afpak"
RULES = read_keywords(AFPAK / "keywords.toml")
READER: Reader = compile_reader(load_theatre(AFPAK))
STORY = (
    "Kabul says 58 Pakistani soldiers killed\n"
    "\n"
    "Afghan forces killed 58 Pakistani soldiers along the Durand Line, Zabihullah Mujahid said.\n"
    "The night was cold in Torkham.\n"
    "Pakistan's army said 23 of its soldiers had been killed in the clashes.\n"
)


def read(words: str) -> Report:
    entry = entry_of_text(words, "a text")
    relevance = judge(entry, RULES, READER.theatre)
    return read_entry(entry, relevance, (), READER, wanted=relevance.relevant)


def shown(words: str, *, coloured: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=coloured, color_system="truecolor" if coloured else None, width=400, markup=False
    )
    console.print(show_report(read(words), READER.theatre, coloured=coloured), soft_wrap=True)
    return out.getvalue()


class Input:
    """Standard input with bytes in it."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def run(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str = ""
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "stdin", Input(words.encode()))
    code = main(["explain", *arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.parametrize(
    ("words", "title", "text"),
    [
        ("A title\n\nThe text.\n", "A title", "The text.\n"),
        ("A title\r\n\r\nThe text.", "A title", "The text."),
        ("A title\n   \nThe text.", "A title", "The text."),
        ("\n\nA title\n\nThe text.", "A title", "The text."),
        ("One line.\nAnother.", "", "One line.\nAnother."),
        ("One line.", "", "One line."),
        ("", "", ""),
    ],
)
def test_plain_text_has_a_title_where_an_empty_line_follows_its_first(words: str, title: str, text: str) -> None:
    entry = entry_of_text(words, "x")
    assert (entry.title, entry.text, entry.published) == (title, text, None)


def test_without_colours_the_marks_stand_in_brackets() -> None:
    lines = shown(STORY, coloured=False)
    assert (
        "[loss: killed] [figure: 58] Pakistani soldiers along the Durand Line, [who: Zabihullah Mujahid] [cue: said]."
        in lines
    )
    assert "claim  AFG (Zabihullah Mujahid) asserts killed PAK military · 58 “58”" in lines
    assert "claim  PAK (" in lines
    assert "asserts killed PAK military · 23 “23”" in lines
    assert "\x1b" not in lines


def test_says_why_it_is_relevant_and_which_event_it_is() -> None:
    verdict, event = shown(STORY, coloured=False).splitlines()[1:3]
    assert verdict.startswith("relevant: ")
    assert event.startswith("event: ")


def test_an_entry_that_does_not_matter_says_so_and_has_no_event() -> None:
    lines = shown("Rain fell on the coast. A minister said that two roads were shut.", coloured=False)
    assert "not relevant, so no claims are read: " in lines
    assert "event:" not in lines
    assert "claim " not in lines


def test_every_claim_names_its_rule() -> None:
    claims = [line for line in shown(STORY, coloured=False).splitlines() if line.strip().startswith("claim")]
    assert len(claims) == len(read(STORY).claims) > 0
    assert all(re.search(r" \[\S[^\]]*\]$", line) for line in claims)


def test_in_colour_a_sentence_without_a_voice_is_dim_and_nothing_is_in_brackets() -> None:
    lines = shown(STORY, coloured=True)
    quiet = next(line for line in lines.splitlines() if "The night was cold" in line)
    assert "\x1b[2mThe night was cold in Torkham." in quiet
    assert "[figure" not in lines
    assert re.search(r"\x1b\[1;7[;\d]*m58", lines), "the figure is marked"


def test_the_legend_names_every_colour_that_is_used() -> None:
    words = legend(READER.theatre)
    styles = {str(span.style) for span in words.spans}
    assert {"cyan", "yellow", "green", "bold", "italic magenta", "bold red", "bold reverse"} == styles
    assert all(word in words.plain for word in ("AFG", "PAK", "OTHER", "who", "cue", "loss", "figure"))


def test_shows_every_character_of_a_sentence_that_can_be_seen() -> None:
    unmarked = re.sub(r"\[(?:who|cue|loss|figure): ([^\]]*)\]", r"\1", shown(STORY, coloured=False))
    for sentence in read(STORY).sentences:
        assert sentence.sentence.text in unmarked


def test_a_title_that_is_also_a_sentence_shows_a_claim_once() -> None:
    sentence = "Afghan forces killed 58 Pakistani soldiers at Torkham, Kabul said."
    lines = shown(f"{sentence}\n\n{sentence}", coloured=False)
    assert lines.count("claim  ") == len(read(f"{sentence}\n\n{sentence}").claims) > 0


HOSTILE = (
    "Kabul said \x1b[2J\x1b]0;owned\x07 Pakistan \x9b31m killed 5 \u202eAfghan\u202c soldiers\u200b in "
    "[bold red]Torkham[/] \ue000:smile: \x00and \x7f[link=file:///etc/passwd]x[/link]."
)


@pytest.mark.parametrize("coloured", [True, False])
def test_a_text_cannot_act_on_the_terminal(coloured: bool) -> None:
    lines = shown(f"{HOSTILE}\n\n{HOSTILE}", coloured=coloured)
    own = re.sub(r"\x1b\[[\d;]*m", "", lines) if coloured else lines
    assert not set(own) & set("\x1b\x9b\x07\x00\x7f\u202e\u202c\u200b\ue000")
    assert "[bold red]" in own.replace("[cue: ", "").replace("[who: ", ""), "markup is shown as it stands"
    assert ":smile:" in own
    assert "2J" in own


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.text())
def test_whatever_the_text_nothing_that_acts_comes_out(one: str, other: str) -> None:
    words = f"{one}\n\nKabul said {other} killed 5 Pakistani soldiers at Torkham."
    lines = shown(words, coloured=False)
    assert not [character for character in lines if character != "\n" and visible(character) != character]
    row = explanation_as_json(read(words))
    assert row.isprintable() or not [one for one in row if not one.isspace() and visible(one) != one]
    assert len(row.splitlines()) == 1
    json.loads(row)


def test_json_gives_every_span_in_its_sentence() -> None:
    row: dict[str, Any] = json.loads(explanation_as_json(read(STORY)))
    first = row["sentences"][0]
    (voice,) = first["utterances"]
    start, end = voice["speaker"]
    assert (voice["side"], voice["by"], first["text"][start:end]) == ("AFG", "Zabihullah Mujahid", "Zabihullah Mujahid")
    start, end = voice["cue"]
    assert first["text"][start:end] == "said"
    assert set(voice) == {"side", "by", "content", "cue", "speaker", "rule", "rejects"}
    claim = next(one for one in row["claims"] if one["by"] == "Zabihullah Mujahid")
    start, end = claim["figure_span"]
    assert (claim["evidence"], claim["evidence"][start:end]) == (first["text"], "58")
    start, end = claim["loss_span"]
    assert claim["evidence"][start:end] == "killed"
    assert (claim["background"], bool(claim["rule"])) == (False, True)
    assert row["title"]["by"] == ["AFG"]


def test_json_keeps_the_text_to_the_letter() -> None:
    row = json.loads(explanation_as_json(read(HOSTILE)))
    assert "".join(sentence["text"] for sentence in row["sentences"]) == HOSTILE


def test_reads_a_file_of_plain_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    code, out, _ = run([str(file)], capsys, monkeypatch)
    assert code == 0
    assert "[figure: 58]" in out
    assert "title" in out


def test_reads_entries_as_json_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    title, text = STORY.split("\n\n")
    lines = "".join(json.dumps({"id": name, "title": title, "text": text}) + "\n" for name in ("one", "two"))
    code, out, _ = run(["--json"], capsys, monkeypatch, lines)
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, [row["id"] for row in rows]) == (0, ["one", "two"])


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_nothing_in_is_nothing_out(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(arguments, capsys, monkeypatch, " \n\n") == (0, "", "")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [("{", "standard input, line 1: is no JSON"), ('{"id": "a"}', 'line 1: has no "title" (a string)')],
)
def test_bad_input_is_one_clear_line(
    words: str, complaint: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run([], capsys, monkeypatch, words)
    assert (code != 0, out, err.count("\n")) == (True, "", 1)
    assert complaint in err


def test_a_missing_file_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run([str(tmp_path / "none.txt")], capsys, monkeypatch)
    assert (code != 0, out, err.count("\n")) == (True, "", 1)
    assert "none.txt" in err
