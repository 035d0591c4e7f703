"""A rule for own dead told of with honour, far from the verb: "Major X (age 31), who led them, ... embraced ..."."""

from typing import Final

from bot.core.losses.lexicon import SPEECH, Shape, Thing
from bot.core.losses.view import Hook, View


def fallen_with_honour(view: View) -> Hook | None:
    """Read "three brave sons, having fought gallantly, embraced martyrdom", whatever is told of them between."""
    noun = view.phrase.noun
    if noun is None or noun.thing is not Thing.PERSON or view.phrase.figure_is_none:
        return None
    at = view.at + 1
    while at < len(view.chunks):
        word = view.chunks[at].word
        if word is not None and _is_anothers(view, at):
            return None
        if word is not None:
            return Hook("honoured", at, word) if word.own and word.shape is Shape.INTRANSITIVE else None
        passed = _passed(view, at)
        if passed is None:
            return None
        at = passed
    return None


def _is_anothers(view: View, at: int) -> bool:
    """Tell ", as a result seven soldiers embraced ...": the verb has a subject of its own."""
    subject = view.skip(at - 1, -1)
    joined = view.code(subject - 1) == "&" or view.text(subject - 1) == "including"
    return view.code(subject) == "N" and subject != view.at and not joined


def _passed(view: View, at: int) -> int | None:
    """Return where to go on behind what is told of the dead, None where another clause begins."""
    text = view.text(at)
    if text == "(":
        return _behind(view, at, ")")
    if text in _TELLING and view.text(at - 1) in {",", ")"}:
        return _behind(view, at, ",")
    if view.code(at) in {"|", "s"} or text in SPEECH:
        return None
    return at + 1


def _behind(view: View, at: int, closing: str) -> int | None:
    return next((i + 1 for i in range(at + 1, len(view.chunks)) if view.text(i) == closing), None)


_TELLING: Final = frozenset({"who", "while", "whilst"})
