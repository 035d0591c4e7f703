"""Tell whose loss it is by whom the fire was aimed at: "opened fire on Y's guards, which killed two men"."""

from typing import Final

from bot.core.claims.subjects.looking import FIRE
from bot.core.claims.told import Case
from bot.core.losses.chunks import Mention
from bot.core.losses.lexicon import Thing
from bot.core.model import Side
from bot.core.wordlists import word_set


def aimed_at(case: Case) -> Side | None:
    """Take the one side at which the fire that killed or hurt was aimed."""
    if not case.loss.active or case.loss.noun.thing is not Thing.PERSON or case.loss.noun.trait == "hostile":
        return None
    if not _SHOT & set(case.scan.lower[: case.verb]):
        return None
    struck = {one.code for one in case.side_mentions() if one.last <= case.verb and _is_target(case, one)}
    return struck.pop() if len(struck) == 1 else None


def _is_target(case: Case, mention: Mention) -> bool:
    """Tell "fired at Y's post which", right before the verb or with nobody between who may have done it."""
    lower, verb = case.scan.lower, case.verb
    before = [word for word in lower[max(0, mention.first - _REACH) : mention.first] if word not in _ARTICLES]
    if before[-1:] not in (["at"], ["on"], ["upon"], ["against"]) or not _SHOT & set(before):
        return False
    return lower[verb - 1] in _LINKS or verb - mention.last <= _NOUN


_SHOT: Final = FIRE | word_set("fired shots shelled mortars rockets shells gunfire firings attacks")
_ARTICLES: Final = word_set("the a an some several two three four five")
_LINKS: Final = word_set("which that")
_REACH: Final = 5
_NOUN: Final = 2
