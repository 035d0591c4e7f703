"""Lay out the sentence behind every figure: who said it, where it was read, when; one card a page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.core.cards.layout import QUOTED, card_title
from bot.core.cards.lines import moment
from bot.core.cards.links import source_link
from bot.core.cards.values import FIELD_VALUE, NEUTRAL_COLOUR, Card, Field
from bot.core.comparison.series import grouped
from bot.core.comparison.values import Cell, Comparison, Row, Said
from bot.core.comparison.wording import said_words, speaker_name
from bot.core.model import OTHER, FiledClaim
from bot.core.neutral import neutralise, width
from bot.core.theatre import Theatre

_MAX_LABEL: Final = 100
_MAX_NAME: Final = 60
_MAX_FIGURE: Final = 110
_MAX_SENTENCE: Final = 440
_MAX_CARDS: Final = 10
_CARD_SHARE: Final = 5000
_CARD_FIELDS: Final = 20
_BETWEEN: Final = "\n\n"


def lay_out_evidence(comparison: Comparison, theatre: Theatre) -> tuple[Card, ...]:
    """Return the sentences behind the card as pages, each within Discord's limits; at least one page."""
    del theatre  # the labels already speak its words; the signature is that of `lay_out`
    fields = [field for row in comparison.rows for field in _row_fields(row)]
    pages = _pages(fields) or [[Field("Evidence", "No figure or denial has been read yet.")]]
    shown = pages[:_MAX_CARDS]
    left_out = sum(len(page) for page in pages[_MAX_CARDS:])
    cards = [_page(comparison, page, number, len(shown)) for number, page in enumerate(shown, start=1)]
    if left_out:
        cards[-1] = replace(cards[-1], footer=f"… and {left_out} more blocks · {QUOTED}")
    return tuple(cards)


def _page(comparison: Comparison, fields: list[Field], number: int, pages: int) -> Card:
    return Card(
        event_id=comparison.event.id,
        title=f"Evidence · {card_title(comparison)}",
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
    admits = "admits" if cell.admits else ""
    yield from _marked(cell, [said for series in cell.series for said in series.current], admits)
    yield from _marked(cell, [said for series in cell.series for said in series.earlier], "earlier")
    loose = [said for series in cell.series for said in series.details]
    yield from _marked(cell, loose, "part, or said more loosely")
    yield from _marked(cell, cell.denials, "denied")


def _marked(cell: Cell, words: Sequence[Said], mark: str) -> Iterator[str]:
    """Quote each sentence once, with every figure that it is the evidence of."""
    sentences = grouped(words, lambda said: (said.filed.entry_id, said.filed.claim.evidence, said.filed.claim.by))
    for together in sentences.values():
        yield _quotation(cell, together, mark)


def _quotation(cell: Cell, together: Sequence[Said], mark: str) -> str:
    filed = together[0].filed
    figures = ", ".join(said_words(said, with_place=True) for said in together if said.size >= 0)
    what = neutralise(figures, _MAX_FIGURE) if figures else ""
    marked = f"{what} ({mark})" if what and mark else what or mark
    name, speaker = (neutralise(one, _MAX_NAME) for one in (cell.name, speaker_name(filed.claim.by, filed.source)))
    head = f"{marked} – **{name}**" if cell.side == OTHER else f"**{name}** {marked} – {speaker}"
    quoted = f"{head}\n“{marked_sentence([said.filed for said in together])}”"
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
