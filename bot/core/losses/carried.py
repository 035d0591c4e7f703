"""A rule for bare numbers of a loss told before: "other residents say 33", "had earlier counted seven"."""

from dataclasses import replace
from typing import Final

from bot.core.losses.nouns import as_others
from bot.core.losses.parts import carry
from bot.core.losses.view import Hook, Loss, View
from bot.core.model import Measure
from bot.core.wordlists import word_set

_CARRIERS: Final = word_set(
    "put puts gave gives given counted counts said says say reported reports report spoke spoken speaks speak "
    "mentioned estimated estimates raised raises revised earlier "
    "confirmed acknowledged acknowledges admitted admits listed of at as to "
    "number toll figure count stood stands concedes conceded concede counting reporting claiming "
    "announced announcing original initial previous preliminary "
    "risen rose rises climbed grown jumped reached admit acknowledge "
    "documented recorded records tallied claimed claims claim denied rejected"
)


def carried_figure(view: View) -> Hook | None:
    """Read a bare number of a loss told before: "other residents say 33", "had earlier counted seven"."""
    before = view.here[-1] if view.here else _same_number(view) or _last_deaths(view)
    ends = _ends_clause(view) or _is_updated(view)
    if before is None or view.phrase.article or view.phrase.partitive or not ends:
        return None
    if view.phrase.noun is not None or view.phrase.figure_is_none:
        return None
    cue = view.skip(view.at - 1, -1, frozenset({"a", "p"}))
    if view.text(cue) in {"stood", "stands"} and not view.here:
        before = next((one for one in reversed(view.carried) if one.rule == "toll"), before)
    if view.text(cue) in {"a", "an", "the"}:
        cue = view.skip(cue - 1, -1, frozenset({"a", "p"}))
    if view.text(cue) in {"up", "down"} and view.here:
        return carry(view, before, "carried")
    if _are_they(view, cue):
        return carry(view, before, "carried")
    if view.text(cue) == ":" or _is_number_word(view, cue) or view.text(cue) in _CARRIERS or view.code(cue) == "b":
        return carry(view, before, "carried") if _has_carrier(view) else None
    return None


def _is_updated(view: View) -> bool:
    """Tell "up from the 25 announced a day before"."""
    moved = view.text(view.at - 1) == "from" and view.text(view.at - 2) in {"up", "down"}
    return moved and view.text(view.at + 1).endswith(("ed", "given", "told", "ly", "before"))


def _are_they(view: View, cue: int) -> bool:
    """Tell "they were more than 110", which counts anew what was told."""
    return bool(view.here) and view.code(cue) == "b" and view.text(view.skip(cue - 1, -1)) == "they"


def _same_number(view: View) -> Loss | None:
    """Return the loss told before that has the very number ("confirmed the nine")."""
    figure = view.phrase.figure
    if figure is None or view.text(view.at).split()[:1] != ["the"]:
        return None
    same = (one for one in reversed(view.carried) if one.phrase.figure is not None)
    return next((one for one in same if one.phrase.figure and one.phrase.figure.figure.low == figure.figure.low), None)


def _last_deaths(view: View) -> Loss | None:
    """Return the loss of the sentences before that a bare number most likely updates: deaths before wounds."""
    deaths = [loss for loss in view.carried if loss.measure is Measure.KILLED]
    found = deaths[-1] if deaths else view.carried[-1] if view.carried else None
    return replace(found, noun=as_others(found.noun)) if found is not None else None


def _is_number_word(view: View, at: int) -> bool:
    chunk = view.chunk(at)
    return (
        chunk is not None
        and chunk.phrase is not None
        and chunk.phrase.noun is not None
        and chunk.phrase.noun.trait in {"number", "count"}
    )


def _has_carrier(view: View) -> bool:
    start = max(0, view.at - 12)
    words = {word for chunk in view.chunks[start : view.at] for word in chunk.lower.split()}
    return bool(words & _CARRIER_NOUNS) or bool(
        {w for c in view.chunks[max(0, view.at - 3) : view.at] for w in c.lower.split()} & _CARRIER_VERBS
    )


_CARRIER_NOUNS: Final = frozenset({"number", "toll", "count", "figure", "tally", "estimate", "total"})


_CARRIER_VERBS: Final = frozenset(
    {
        "counted",
        "counts",
        "say",
        "says",
        "said",
        "estimated",
        "tallied",
        "reported",
        "spoke",
        "spoken",
        "mentioned",
        "speaks",
        "acknowledge",
        "acknowledged",
        "acknowledges",
        "admit",
        "admitted",
        "admits",
        "concedes",
        "conceded",
        "concede",
        "only",
        "reporting",
        "claiming",
        "announced",
        "announcing",
        "original",
        "initial",
        "previous",
        "preliminary",
        "confirmed",
        "claimed",
        "claims",
        "claim",
        "stood",
        "stands",
    }
)


def _ends_clause(view: View) -> bool:
    code = view.code(view.at + 1)
    if view.text(view.at + 1) in {"the", "a"} and view.text(view.at + 2) in _SPANS:
        return True
    return code in {"|", ",", "&", "s"} or view.text(view.at + 1) in _CLOSING


_SPANS: Final = word_set("night day week evening morning")
_CLOSING: Final = frozenset({"in", "by", "from", "on", '"', "'", "for", "this", "last", "today", "yesterday"})
