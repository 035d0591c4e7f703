"""Follow a subject over what stands between it and its verb: a parenthesis, a relative clause, a part left open."""

from bot.core.losses.lexicon import SPEECH, Shape
from bot.core.losses.view import View


def opens_parenthesis(view: View, at: int) -> bool:
    """Tell whether the comma at `at` opens a stretch that another comma closes before the verb."""
    closing = next((i for i in range(at + 1, len(view.chunks)) if view.code(i) in {",", "|"}), None)
    if view.code(at + 1) == "V" and closing is not None and view.code(closing) == ",":
        return view.code(closing + 1) in {"b", "h"}  # ", injured on Sunday, has died"
    if view.code(at + 1) in {"&", "b", "h", "V", "|"} or _is_left_open(view, at):
        return False
    if closing is None or view.code(closing) == "|":
        return False
    if view.code(at + 1) == "n" and any(view.code(i) in {"b", "h", "V"} for i in range(at + 2, closing)):
        return view.code(view.skip(closing + 1, 1)) in {"b", "h", "V"}
    if view.code(at + 1) != "N":
        return True
    part = view.chunks[at + 1].phrase
    resumes = view.code(view.skip(closing + 1, 1)) in {"b", "h", "V"}
    return resumes or (part is not None and part.partitive is not None)


def _is_left_open(view: View, at: int) -> bool:
    """Tell ", including two captains were killed", which no comma closes."""
    part = at + 2 if view.text(at + 1) == "including" else at + 3
    among = (view.text(at + 1), view.text(at + 2)) == ("among", "them")
    part = view.skip(part, 1)
    behind = view.code(view.skip(part + 1, 1))
    return (view.text(at + 1) == "including" or among) and view.code(part) == "N" and behind in {"b", "h"}


def relative_end(view: View, at: int) -> int | None:
    """Return the chunk behind a relative clause closed by a comma, None where it does not close."""
    if view.text(at) not in {"who", "which", "whom", "whose", "that"}:
        return None
    closing = next((i for i in range(at + 1, len(view.chunks)) if view.code(i) in {",", "|"}), None)
    if view.code(at - 1) != ",":
        return second_verb(view, at, len(view.chunks) if closing is None else closing)
    return closing + 1 if closing is not None and view.code(closing) == "," else None


def second_verb(view: View, at: int, end: int) -> int | None:
    """Return the "were killed" behind a relative clause that no comma closes ("fighters who had come were killed")."""
    for step in range(at + 3, end):
        word = view.chunks[step].word
        if view.text(step) in SPEECH:
            return None
        if word is not None and word.shape is Shape.INTRANSITIVE and view.code(step - 1) not in {"h", "b", "s"}:
            return step
        if view.code(step) == "b" and view.code(view.skip(step + 1, 1)) == "V" and view.code(step - 1) != "h":
            return step
        if view.code(step) == "h" and view.code(step + 1) == "b" and view.code(view.skip(step + 2, 1)) == "V":
            return step
    return None
