"""Lay out the sentence behind every figure: who said it, where it was read, when; one card a page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final

from bot.core.cards.layout import NOTHING_READ, QUOTED, card_title, heard_words
from bot.core.cards.lines import counted, moment
from bot.core.cards.links import source_link
from bot.core.cards.values import FIELD_VALUE, NEUTRAL_COLOUR, Card, Field
from bot.core.comparison.series import grouped
from bot.core.comparison.values import Cell, Comparison, Row, Said
from bot.core.comparison.wording import said_words, speaker_name
from bot.core.model import OTHER, FiledClaim
from bot.core.neutral import isolated, neutralise, width
from bot.core.theatre import Theatre

_MAX_LABEL: Final = 100
_MAX_NAME: Final = 60
_MAX_FIGURE: Final = 110
_MAX_SENTENCE: Final = 440
AT_ONCE: Final = 4  # a channel bears no more pages at a time
_PAGE_SHARE: Final = 5000
_PAGE_FIELDS: Final = 20
_BETWEEN: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence to quote: the row and cell that it stands behind, its figures there, and how they stand."""

    row: Row
    cell: Cell
    together: tuple[Said, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Block:
    """A field with the number of quotations in it."""

    field: Field
    quotations: int


def lay_out_evidence(comparison: Comparison, theatre: Theatre, first: int = 1) -> tuple[Card, ...]:
    """Return the sentences behind the card as pages from page `first` on, each within Discord's limits; at least one.

    At most AT_ONCE pages are made; what comes after them is counted. Past the end there is the last page.
    """
    del theatre  # the labels already speak its words; the signature is that of `lay_out`
    quotations = [one for row in comparison.rows for one in _quotations(row)]
    nothing = [Block(Field("Evidence", NOTHING_READ), 0)]
    laid_out = list(islice(_pages(_blocks(quotations)), first + AT_ONCE - 1)) or [nothing]
    first = min(first, len(laid_out))
    left_out = len(quotations) - sum(block.quotations for page in laid_out for block in page)
    footers = _footers(first, len(laid_out), left_out)
    return tuple(_page(comparison, page, footer) for page, footer in zip(laid_out[first - 1 :], footers, strict=True))


def _footers(first: int, last: int, left_out: int) -> list[str]:
    """Return what stands below each page; how many pages there are is told where all are laid out."""
    total = "" if left_out else f" of {last}"
    footers = [f"Page {number}{total} · {QUOTED}" if last > 1 else QUOTED for number in range(first, last + 1)]
    if left_out:
        more = counted(left_out, "more sentence", "more sentences")
        footers[-1] = f"Page {last}, and {more} from page {last + 1} on · {QUOTED}"
    return footers


def _page(comparison: Comparison, blocks: list[Block], footer: str) -> Card:
    return Card(
        event_id=comparison.event.id,
        title=f"Evidence · {card_title(comparison)}",
        summary=f"The sentence behind each figure, as the outlet gives it: {heard_words(comparison)}.",
        fields=tuple(block.field for block in blocks),
        footer=footer,
        updated=comparison.updated,
        colour=NEUTRAL_COLOUR,
    )


def _pages(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    page: list[Block] = []
    used = 0
    for block in blocks:
        size = width(block.field.name) + width(block.field.value)
        if page and (used + size > _PAGE_SHARE or len(page) == _PAGE_FIELDS):
            yield page
            page, used = [], 0
        page.append(block)
        used += size
    if page:
        yield page


def _blocks(quotations: Sequence[Quotation]) -> Iterator[Block]:
    """Pack each row's quotations into as few blocks as hold them, none cut."""
    for row, some in groupby(quotations, key=lambda one: one.row):
        label = neutralise(row.label, _MAX_LABEL)
        name, packed = label, list[str]()
        for text in map(_quoted, some):
            if packed and width(_BETWEEN.join([*packed, text])) > FIELD_VALUE:
                yield Block(Field(name, _BETWEEN.join(packed)), len(packed))
                name, packed = f"{label} (continued)", []
            packed.append(text)
        yield Block(Field(name, _BETWEEN.join(packed)), len(packed))


def _quotations(row: Row) -> Iterator[Quotation]:
    """Return each sentence once for every way in which its figures stand, with all of these."""
    for cell in row.every_cell:
        standing = (
            ("admits" if cell.admits else "", [said for series in cell.series for said in series.current]),
            ("earlier", [said for series in cell.series for said in series.earlier]),
            ("part, or said more loosely", [said for series in cell.series for said in series.details]),
            ("denied", cell.denials),
        )
        for mark, words in standing:
            sentences = grouped(
                words, lambda said: (said.filed.entry_id, said.filed.claim.evidence, said.filed.claim.by)
            )
            yield from (Quotation(row, cell, tuple(together), mark) for together in sentences.values())


def _quoted(quotation: Quotation) -> str:
    cell, mark, filed = quotation.cell, quotation.mark, quotation.together[0].filed
    figures = ", ".join(said_words(said, with_place=True) for said in quotation.together if said.size >= 0)
    what = neutralise(figures, _MAX_FIGURE) if figures else ""
    marked = f"{what} ({mark})" if what and mark else what or mark
    name, speaker = (
        isolated(neutralise(one, _MAX_NAME)) for one in (cell.name, speaker_name(filed.claim.by, filed.source))
    )
    head = f"{marked} – **{name}**" if cell.side == OTHER else f"**{name}** {marked} – {speaker}"
    quoted = f"{head}\n“{isolated(marked_sentence([said.filed for said in quotation.together]))}”"
    whole = f"{quoted}\n{moment(filed.said, 'f')} {source_link(filed.source, filed.link)}"
    return whole if width(whole) <= FIELD_VALUE else quoted


def marked_sentence(filed: Sequence[FiledClaim]) -> str:
    """Return the evidence that the claims share with their figures in bold, each part made safe by itself."""
    sentence = filed[0].claim.evidence
    spans = {one.claim.figure_span for one in filed if one.claim.figure_span is not None}
    pieces: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        figure = sentence[span.start : span.end]
        if at <= span.start and span.end <= len(sentence) and figure.strip():
            pieces += [_spaced(sentence[at : span.start]), f"**{neutralise(figure, _MAX_FIGURE)}**"]
            at = span.end
    pieces.append(_spaced(sentence[at:]))
    whole = "".join(pieces)
    return whole if width(whole) <= _MAX_SENTENCE and whole.strip() else neutralise(sentence, _MAX_SENTENCE)


def _spaced(text: str) -> str:
    """Make a piece of a sentence safe and keep the space at its ends."""
    if not text.strip():
        return " " if text else ""
    opening, closing = (" " if one.isspace() else "" for one in (text[0], text[-1]))
    return f"{opening}{neutralise(text, _MAX_SENTENCE)}{closing}"
