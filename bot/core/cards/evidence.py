"""Lay out the sentence behind every figure: who said it, where it was read, when; one card a page."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core.cards.layout import QUOTED, card_title
from bot.core.cards.lines import moment
from bot.core.cards.links import source_link
from bot.core.cards.values import FIELD_VALUE, NEUTRAL_COLOUR, Card, Field
from bot.core.comparison.values import Cell, Comparison, Row, Said
from bot.core.comparison.wording import said_words, speaker_name
from bot.core.neutral import neutralise, width
from bot.core.theatre import Theatre

_MAX_LABEL: Final = 100
_MAX_NAME: Final = 60
_MAX_FIGURE: Final = 110
_MAX_HALF: Final = 220
_MAX_CARDS: Final = 10
_CARD_SHARE: Final = 5000
_CARD_FIELDS: Final = 20
_BETWEEN: Final = "\n"


def lay_out_evidence(comparison: Comparison, theatre: Theatre) -> tuple[Card, ...]:
    """Return the sentences behind the card as pages, each within Discord's limits; at least one page."""
    del theatre  # the labels already speak its words; the signature is that of `lay_out`
    fields = [field for row in comparison.rows for field in _row_fields(row)]
    pages = _pages(fields) or [[Field("Evidence", "No figure or denial has been read yet.")]]
    shown = pages[:_MAX_CARDS]
    left_out = sum(len(page) for page in pages[_MAX_CARDS:])
    cards = [_page(comparison, page, number, len(shown)) for number, page in enumerate(shown, start=1)]
    if left_out:
        cards[-1] = replace(cards[-1], footer=f"… and {left_out} more blocks. {QUOTED}")
    return tuple(cards)


def _page(comparison: Comparison, fields: list[Field], number: int, pages: int) -> Card:
    return Card(
        event_id=comparison.event.id,
        title=card_title(comparison),
        summary="The sentence behind each figure, as the outlet gives it.",
        fields=tuple(fields),
        footer=f"Page {number} of {pages} · {QUOTED}" if pages > 1 else QUOTED,
        updated=comparison.updated,
        colour=NEUTRAL_COLOUR,
    )


def _pages(fields: list[Field]) -> list[list[Field]]:
    pages: list[list[Field]] = []
    used = 0
    for field in fields:
        size = width(field.name) + width(field.value)
        if not pages or used + size > _CARD_SHARE or len(pages[-1]) == _CARD_FIELDS:
            pages.append([])
            used = 0
        pages[-1].append(field)
        used += size
    return pages


def _row_fields(row: Row) -> Iterator[Field]:
    """Pack a row's quotations into as few blocks as hold them, none cut."""
    label = neutralise(row.label, _MAX_LABEL)
    name, packed = label, ""
    for text in (text for cell in row.every_cell for text in _quotations(cell)):
        if packed and width(packed) + width(text) + len(_BETWEEN) > FIELD_VALUE:
            yield Field(name, packed)
            name, packed = f"{label} (continued)", ""
        packed = f"{packed}{_BETWEEN}{text}" if packed else text
    if packed:
        yield Field(name, packed)


def _quotations(cell: Cell) -> Iterator[str]:
    for series in cell.series:
        for said in series.current:
            yield _quotation(cell, said, "admits" if cell.admits else "")
        for said in series.earlier:
            yield _quotation(cell, said, "earlier")
        for said in series.details:
            yield _quotation(cell, said, "part, or said more loosely")
    for said in cell.denials:
        yield _quotation(cell, said, "denied")


def _quotation(cell: Cell, said: Said, mark: str) -> str:
    filed = said.filed
    figure = said_words(said, with_place=True) if said.size >= 0 else ""
    figure = neutralise(figure, _MAX_FIGURE) if figure else ""
    what = f"{figure} ({mark})" if figure and mark else figure or mark
    name, speaker = (neutralise(one, _MAX_NAME) for one in (cell.name, speaker_name(filed.claim.by, filed.source)))
    head = f"**{name}** {what}" + ("" if speaker == name else f" – {speaker}")
    quote = f"> {marked_sentence(said)}"
    whole = f"{head}\n{quote}\n{moment(filed.said, 'f')} {source_link(filed.source, filed.link)}"
    return whole if width(whole) <= FIELD_VALUE else f"{head}\n{quote}"


def marked_sentence(said: Said) -> str:
    """Return the evidence with its figure in bold, each part made safe by itself."""
    claim = said.filed.claim
    sentence, span = claim.evidence, claim.figure_span
    if span is None or not 0 <= span.start < span.end <= len(sentence):
        return neutralise(sentence, 2 * _MAX_HALF)
    before, figure, after = sentence[: span.start], sentence[span.start : span.end], sentence[span.end :]
    if not figure.strip():
        return neutralise(sentence, 2 * _MAX_HALF)
    opening = neutralise(before, _MAX_HALF) + (" " if before[-1:].isspace() else "") if before.strip() else ""
    closing = (" " if after[:1].isspace() else "") + neutralise(after, _MAX_HALF) if after.strip() else ""
    return f"{opening}**{neutralise(figure, _MAX_NAME)}**{closing}"
