"""Read a counted noun phrase from its figure on: "58 soldiers", "eight of its men", "dozens of wounded"."""

from dataclasses import dataclass
from typing import Final

from bot.core.figures import FoundFigure
from bot.core.losses.chunks import Chunk, Mention, Phrase
from bot.core.losses.complements import Complements, kind_of_head
from bot.core.losses.heads import Head
from bot.core.losses.lexicon import ADVERBS, BE, HAVE, POSSESSIVES, STOPS, Noun, Thing
from bot.core.losses.people import guess_people
from bot.core.model import Kind
from bot.core.wordlists import word_set

CONJUNCTIONS: Final = frozenset({"and", "or", "&", "plus"})
_TIMES: Final = word_set("overnight today yesterday tonight late early last this")
# "up from the 25 announced a day before"
_AS_TOLD: Final = word_set("announced reported given claimed counted acknowledged confirmed told initially previously")
# "No confirmation of deaths" counts nothing.
_NO_WORD: Final = word_set("confirmation word details detail information news indication comment breakdown data proof")
_FIGURES: Final = word_set("number numbers figure figures toll count tally estimate")
_CONFIRMED: Final = word_set("confirmed verified")
_CONFIRMED_REACH: Final = 6
# "captured two alive"
_AFTER_BARE: Final = word_set("on lost were alive captive prisoner hostage")
_TALLIES: Final = word_set("number toll death total tally count confirmed overall estimate")


@dataclass(frozen=True, slots=True)
class Counted(Complements):
    """A sentence in which the phrase behind a figure is read."""

    def possessor(self, at: int) -> Mention | None:
        """Return the party named at token `at` with a possessive ending."""
        mention = self.named.get(at)
        return mention if mention is not None and self.scan.lower[mention.last : mention.last + 1] == ("'s",) else None

    def after_figure(self, at: int, found: FoundFigure, *, article: bool = False) -> Chunk:
        lower = self.scan.lower
        start, owner, partitive = self.partitive(found.last)
        if found.is_none and self._is_no_word(found.last):
            return Chunk("x", at, found.last, " ".join(lower[at : found.last]))
        head = self.head(start)
        if not article and self._is_adjective(start):
            head = self._shared_head(start) or head
        if head.noun is None and partitive is None and not article:
            head = (
                self._of_state(start)
                or self._of_the_enemy(start)
                or self._shared_head(start)
                or guess_people(self, start)
                or head
            )
        if head.noun is None and partitive is None and not self._may_stand_alone(found.last):
            return Chunk("x", at, found.last, " ".join(lower[at : found.last]))
        shared = head.noun is not None and head.last == 0
        last = max(head.last if head.noun is not None and not shared else start + shared, found.last)
        if found.figure.high == 1 and head.noun is not None and head.noun.thing is Thing.PERSON:
            last = self._name_end(last)
        return self.phrase_chunk(
            "N", at, last, Phrase(at, last, found, owner=owner, partitive=partitive, article=article), head
        )

    def _name_end(self, at: int) -> int:
        """Return where a man's name ends in "one major N N has been killed", the same place where none follows."""
        tokens, end = self.scan.tokens, at
        while end < len(tokens) and tokens[end].text.istitle() and end not in self.figures:
            end += 1
        follows = end < len(tokens) and (tokens[end].lower in BE | HAVE or self.loss_at(end) is not None)
        return end if follows else at

    def _is_no_word(self, at: int) -> bool:
        """Tell "no confirmation of deaths" and "no deaths were immediately confirmed", which count nothing."""
        lower = self.scan.lower
        figures = next((i for i in range(at, min(at + 3, len(lower) - 1)) if lower[i] in _FIGURES), None)
        if figures is not None and lower[figures + 1] in {"of", "for", "on"}:
            return True
        return bool(set(lower[at : at + 2]) & _NO_WORD or set(lower[at + 2 : at + _CONFIRMED_REACH]) & _CONFIRMED)

    def _of_state(self, at: int) -> Head | None:
        """Read "dozens of wounded", "scores of dead" as people of that state."""
        loss = self.loss_at(at) if self.scan.lower[at - 1] == "of" else None
        noun = self.noun_at(at) if loss is not None and self.is_noun_here(at, loss[1]) else None
        return None if noun is None or noun[1].measure is None else Head(noun[1], at, noun[0])

    def _of_the_enemy(self, at: int) -> Head | None:
        """Read "eight of the enemy" as men."""
        if self.scan.lower[at - 2 : at + 1] != ("of", "the", "enemy"):
            return None
        return Head(Noun(Thing.PERSON, Kind.MILITARY), at, at + 1)

    def _is_adjective(self, at: int) -> bool:
        """Tell a demonym that may stand before a noun that is told later."""
        here = self.named.get(at)
        return (
            here is not None and here.role == "people" and here.last == at + 1 and not self.scan.lower[at].endswith("s")
        )

    def _shared_head(self, at: int) -> Head | None:
        """Read "four foreign and three local soldiers": the noun behind the second number is the first's too."""
        lower = self.scan.lower
        if at + 2 not in self.figures or lower[at + 1] not in {"and", "or"} or not lower[at].isalpha():
            return None
        if lower[at] in STOPS or lower[at] in ADVERBS or self.loss_at(at) is not None:
            return None
        other = self.head(self.figures[at + 2].last)
        return None if other.noun is None else Head(other.noun, other.noun_at, 0)

    def phrase_chunk(self, code: str, at: int, last: int, phrase: Phrase, head: Head) -> Chunk:
        last, kinds, more = self.coordinated(last, head)
        last, complement = self.complement(last, head)
        mentions = tuple(m for m in self.scan.mentions if at <= m.first < max(last, complement))
        last = max(last, complement)
        lower = self.scan.lower[at:last]
        noun = kind_of_head(head, kinds, lower, more)
        owner = phrase.owner or next((word for word in lower if word in POSSESSIVES), None)
        full = Phrase(
            at,
            last,
            phrase.figure,
            noun,
            head.noun_at,
            head.state,
            mentions,
            owner,
            phrase.partitive,
            phrase.article,
            lower,
        )
        return Chunk(code, at, last, " ".join(lower), phrase=full)

    def _may_stand_alone(self, at: int) -> bool:
        """Tell whether a figure with no noun may be a count: the next word is none that it could count."""
        lower = self.scan.lower
        if at >= len(lower):
            return True
        word = lower[at]
        if word in STOPS or word in ADVERBS or word in CONJUNCTIONS or word in _TIMES or not word[0].isalnum():
            return True
        if word in _AS_TOLD and lower[max(0, at - 3) : at] and "from" in lower[max(0, at - 3) : at]:
            return True
        if word == "a" and set(lower[at + 2 : at + 3]) & {"earlier", "before", "ago"}:
            return True
        if word in {"the", "its", "their"} and at + 1 < len(lower):
            return lower[at + 1] in _TALLIES
        return self.loss_at(at) is not None or word in _AFTER_BARE or word in BE
