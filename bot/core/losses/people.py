"""Find people that no table of nouns knows: a rank with a name, a plural that only people can be here."""

from collections.abc import Sequence
from typing import Final

from bot.core.losses.heads import Head, Heads
from bot.core.losses.lexicon import ADVERBS, BE, RANKS, SPEECH, STOPS, Noun, Shape, Thing
from bot.core.model import Kind
from bot.core.text import Token
from bot.core.wordlists import word_set

# A plural of no table counts as people only where it is killed or hurt, and not where it is one of these.
_THINGS: Final = word_set(
    "animals goats sheep cows horses mules donkeys camels birds dogs cattle buffaloes livestock hens chickens "
    "rounds bullets "
    "pistols rifles guns weapons magazines radios phones "
    "shells bombs mines frames matches wickets games times days blows bids blocks losses plans projects talks deals "
    "villages houses homes shops buildings districts towns hills peaks schools mosques clinics roads bridges "
    "crops trees "
    "fields walls roofs rooms provinces areas places sites targets locations points gates fences crossings reports "
    "claims statements figures accounts cases incidents explosions blasts clashes strikes raids attacks operations "
    "containers trailers tankers lorries trucks meters metres kilometers quarters sectors corridors papers letters "
    "borders orders numbers matters towers covers acres powers chapters shelters leaders flowers rivers "
    "rockets missiles "
    "shells kilos litres parts pieces sides nations countries armies forces groups parties units teams waves hopes "
    "sources agencies systems threats devices motorcycles cars buses cameras beds companies factories "
    "hospitals markets "
    "nights mornings afternoons evenings weekends decades centuries occasions bouts spells volleys salvos barrages "
    "exchanges phases stages steps reasons lines words pages photographs photos videos images clips messages tweets "
    "flags batches lists bodies names graves coffins stretchers ambulances beds tents blankets parcels sorties "
    "elections seats votes laws treaties efforts fires floods quakes earthquakes storms hits runs goals points overs"
)
_JOINS: Final = frozenset(
    {"and", "or", "&", "plus", "by", "of", "from", "with", "under", "in", "on", "at", "to", "for"}
)
_NAMED_REACH: Final = 26
_SHORTEST: Final = 4
_AGENTS: Final = ("ers", "ors", "ists", "smen", "ians")
TRADE: Final = "trade"
GUESSED: Final = "guessed"


def guess_people(heads: Heads, at: int) -> Head | None:
    """Take a plural of no table ("stonecutters") for civilians; only death and wounds can be said of them."""
    lower = heads.scan.lower
    for end in range(at, min(at + 3, len(lower))):
        word = lower[end]
        if not word[0].isalpha() or word in STOPS or word in ADVERBS or heads.loss_at(end) is not None:
            return None
        if len(word) > _SHORTEST and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            trait = TRADE if word.endswith(_AGENTS) else GUESSED
            return None if word in _THINGS else Head(Noun(Thing.PERSON, Kind.CIVILIAN, trait), end, end + 1)
    return None


def ranked_end(heads: Heads, tokens: Sequence[Token], at: int) -> int | None:
    """Return where a rank and a name end ("Major X was killed"), None where no death or capture follows."""
    lower = heads.scan.lower
    if lower[at] not in RANKS or not tokens[at].text[0].isupper() or (at and lower[at - 1] in _JOINS):
        return None
    end = at + 1
    while end < len(tokens) and tokens[end].text[0].isupper():
        end += 1
    return end if end > at + 1 and (_befalls(heads, end) or _is_honoured(heads, end)) else None


def _befalls(heads: Heads, at: int) -> bool:
    """Tell whether a loss in the passive, or a death, follows before any other figure, list or speech."""
    lower = heads.scan.lower
    for end in range(at, min(at + _NAMED_REACH, len(lower))):
        loss = heads.loss_at(end)
        if loss is not None and lower[at] != ",":
            return loss[1].shape is Shape.INTRANSITIVE or bool({lower[end - 1], lower[end - 2]} & BE)
        if loss is not None and loss[1].shape is Shape.INTRANSITIVE:
            return True
        counted = end in heads.figures and lower[end - 1] != ","
        if counted or lower[end] in {"and", "or", "&"} or lower[end] in SPEECH:
            return False
    return False


def _is_honoured(heads: Heads, at: int) -> bool:
    """Tell whether an honoured death follows what stands in brackets, and no second man of rank is named with him."""
    lower = heads.scan.lower
    inside = False
    for end in range(at, len(lower)):
        if lower[end] in {"(", ")"}:
            inside = lower[end] == "("
        if inside:
            continue
        loss = heads.loss_at(end)
        if loss is not None:
            return loss[1].own and loss[1].shape is Shape.INTRANSITIVE
        if lower[end] in SPEECH or lower[end] in _STOPPING or (lower[end] in RANKS and lower[end - 1] in _LISTING):
            return False
    return False


_STOPPING: Final = frozenset({";", ":", "that"})
_LISTING: Final = frozenset({",", "and", "&", "with"})
