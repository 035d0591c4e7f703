"""Show how an entry is read: every sentence with its voices and figures marked, every claim with the rule behind it.

The words of an entry are shown as words: nothing in them acts on a terminal, and nothing in them is taken for markup.
It decides nothing and reads nothing anew; what it shows is what `analyse` writes.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.analyse import report_as_json
from bot.core.model import AttributedSentence, Claim, Entry, Figure, Report, Side, Span, Utterance
from bot.core.theatre import Theatre

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BREAKS: Final = frozenset({"Zl", "Zp"})
_EMPTY_LINE: Final = re.compile(r"\A([^\n]*\S[^\n]*)\n[^\S\n]*(?:\n|\Z)")
_LABEL_WIDTH: Final = 17
_SIDE_STYLES: Final = ("cyan", "yellow", "green")
# A later mark lies over an earlier one.
_MARKS: Final = {"who": "bold", "cue": "italic magenta", "loss": "bold red", "figure": "bold reverse"}


def entry_of_text(words: str, name: str) -> Entry:
    """Return plain text as an entry without a time; its first line is the title where an empty line follows."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    found = _EMPTY_LINE.match(lines)
    title, text = (found[1].strip(), lines[found.end() :]) if found else ("", lines)
    return Entry(id=name, source="", published=None, title=title, text=text)


def explanation_as_json(report: Report) -> str:
    """Return a report as one line of JSON: the fields of `analyse`, and every span as [start, end] in its sentence.

    Characters that a terminal could obey are written as escapes.
    """
    row = report_as_json(report)
    row["title"] = _sentence_as_json(report.title) if report.title else None
    row["sentences"] = [_sentence_as_json(sentence) for sentence in report.sentences]
    row["claims"] = [
        read
        | {"background": claim.background, "figure_span": _pair(claim.figure_span), "loss_span": _pair(claim.loss_span)}
        for read, claim in zip(row["claims"], report.claims, strict=True)
    ]
    return "".join(map(_escaped, json.dumps(row, ensure_ascii=False)))


def _sentence_as_json(sentence: AttributedSentence) -> dict[str, Any]:
    at = sentence.sentence
    voices = [
        {
            "side": voice.side,
            "by": voice.by,
            "content": _pair(voice.content),
            "cue": _pair(voice.cue),
            "speaker": _pair(voice.speaker),
            "rule": voice.rule,
            "rejects": voice.rejects,
        }
        for voice in sentence.utterances
    ]
    return {"text": at.text, "start": at.start, "end": at.end, "by": list(sentence.by), "utterances": voices}


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN | _BREAKS:
        return character
    return json.dumps(character)[1:-1] if ord(character) != 0x7F else "\\u007f"


def legend(theatre: Theatre) -> Text:
    """Return what the colours mean, in a line."""
    line = Text("colours: ")
    for side, style in zip(theatre.claimants, _SIDE_STYLES, strict=True):
        line.append(f"{side}’s word", style=style).append("  ")
    for name, style in _MARKS.items():
        line.append(name, style=style).append("  ")
    return line


def show_report(report: Report, theatre: Theatre, *, coloured: bool) -> RenderableType:
    """Return a report for a terminal; without colours the marks are written out in brackets."""
    styles = dict(zip(theatre.claimants, _SIDE_STYLES, strict=True))
    lines: list[RenderableType] = [*_head(report), Text()]
    left = list(report.claims)
    numbered = [("title", report.title)] if report.title and report.entry.title.strip() else []
    texts = {sentence.sentence.text for sentence in report.sentences}
    for label, sentence in [*numbered, *((str(n), one) for n, one in enumerate(report.sentences, start=1))]:
        is_title_too = label == "title" and sentence.sentence.text in texts
        own = [] if is_title_too else [claim for claim in left if claim.evidence == sentence.sentence.text]
        left = [claim for claim in left if claim not in own]
        lines += _sentence_lines(label, sentence, own, styles, coloured=coloured)
    return Group(*lines, Text())


def _head(report: Report) -> Iterator[Text]:
    entry, match = report.entry, report.match
    when = f"{entry.published:%Y-%m-%d %H:%M} UTC" if entry.published else ""
    yield Text(" · ".join(part for part in (visible(entry.id), visible(entry.source), when) if part), style="bold")
    verdict = "relevant" if report.relevance.relevant else "not relevant, so no claims are read"
    yield Text(f"{verdict}: {visible(report.relevance.reason)}")
    if match is None:
        return
    name = match.event.id if match.event else "no single episode"
    yield Text(f"event: {visible(name)} ({visible(match.reason)})")


def _sentence_lines(
    label: str, sentence: AttributedSentence, claims: list[Claim], styles: dict[Side, str], *, coloured: bool
) -> Iterator[RenderableType]:
    sides = " ".join(sentence.by) or "–"
    words = _marked(sentence, claims, styles, coloured=coloured)
    if not sentence.utterances and not claims:
        words.stylize("dim")
    yield _row(f"{label:>5}  {sides}", words, coloured=coloured)
    for voice in sentence.utterances:
        line = Text(_voice_line(voice, sentence.sentence.text), style=styles.get(voice.side, ""))
        yield _row("", line, coloured=coloured)
    for claim in claims:
        yield _row("", Text(_claim_line(claim), style="bold"), coloured=coloured)


def _row(label: str, words: Text, *, coloured: bool) -> RenderableType:
    """Return a line that hangs beside its label where it is wrapped, and is left whole where it is not."""
    if not coloured:
        return Text(f"{label:<{_LABEL_WIDTH}}").append_text(words)
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(width=_LABEL_WIDTH - 1, no_wrap=True)
    row.add_column()
    row.add_row(Text(label), words)
    return row


def _voice_line(voice: Utterance, text: str) -> str:
    whole = (voice.content.start, voice.content.end) == (0, len(text))
    content = "the whole sentence" if whole else f"“{visible(text[voice.content.start : voice.content.end])}”"
    cue = f", “{visible(text[voice.cue.start : voice.cue.end])}”" if voice.cue else ""
    verb = "rejects" if voice.rejects else "says"
    return f"voice  {voice.side} ({visible(voice.by or '–')}{cue}) {verb} {content} [{voice.rule}]"


def _claim_line(claim: Claim) -> str:
    loss = f"{claim.stance} {claim.measure} {claim.subject} {claim.kind}"
    parts = [
        f"claim  {claim.claimant} ({visible(claim.by or '–')}) {loss}",
        f"{_in_short(claim.figure)} “{visible(claim.figure.words)}”" if claim.figure.words else _in_short(claim.figure),
        f"at {visible(claim.place)}" if claim.place else "",
        "background" if claim.background else "",
    ]
    return " · ".join(part for part in parts if part) + f" [{claim.rule}]"


def _in_short(figure: Figure) -> str:
    about = "about " if figure.approx else ""
    match figure.low, figure.high:
        case None, None:
            return "no figure"
        case low, None:
            return f"{about}{low} or more"
        case None, high:
            return f"{about}{high} at most"
        case low, high:
            return f"{about}{low}" if low == high else f"{about}{low} to {high}"


def _marked(sentence: AttributedSentence, claims: Iterable[Claim], styles: dict[Side, str], *, coloured: bool) -> Text:
    """Return the sentence with each stretch marked; where marks lie over each other the last of _MARKS shows."""
    text = sentence.sentence.text
    contents = _innermost(sentence, len(text))
    marks = [""] * len(text)
    for name, span in _spans(sentence, claims):
        marks[span.start : span.end] = [name] * len(text[span.start : span.end])
    shown = Text()
    for (name, side), stretch in groupby(range(len(text)), key=lambda at: (marks[at], contents[at])):
        positions = list(stretch)
        words = visible(text[positions[0] : positions[-1] + 1])
        if coloured:
            shown.append(words, style=" ".join(part for part in (styles.get(side, ""), _MARKS.get(name, "")) if part))
        else:
            shown.append(f"[{name}: {words}]" if name else words)
    return shown


def _innermost(sentence: AttributedSentence, length: int) -> list[Side]:
    """Return for each character whose word it is; of voices that nest the shortest stretch counts, "" for none."""
    contents = [""] * length
    for voice in sorted(sentence.utterances, key=lambda one: one.content.start - one.content.end):
        stretch = slice(voice.content.start, voice.content.end)
        contents[stretch] = [voice.side] * len(contents[stretch])
    return contents


def _spans(sentence: AttributedSentence, claims: Iterable[Claim]) -> list[tuple[str, Span]]:
    found = [("who", voice.speaker) for voice in sentence.utterances]
    found += [("cue", voice.cue) for voice in sentence.utterances]
    for claim in claims:
        found += [("figure", claim.figure_span), ("loss", claim.loss_span)]
    order = list(_MARKS)
    return sorted(
        ((name, span) for name, span in found if span is not None),
        key=lambda mark: (order.index(mark[0]), mark[1].start),
    )


def visible(text: str) -> str:
    """Return `text` on one line without characters that control, hide or reorder; spaces stay as they are."""
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in _HIDDEN
    )
