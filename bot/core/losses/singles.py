"""Read what counts without a number: "a soldier", "another", "her husband", "both pilots", "some guards", "without"."""

from dataclasses import dataclass, replace
from typing import Final

from bot.core.figures import FoundFigure
from bot.core.losses.chunks import Chunk, Phrase
from bot.core.losses.counted import Counted
from bot.core.losses.lexicon import ADVERBS, LOSE, POSSESSIVES, STOPS, Noun, Shape, Thing
from bot.core.losses.people import ranked_end
from bot.core.model import Figure, Kind
from bot.core.wordlists import word_set

_ONE: Final = Figure(1, 1)
ARTICLES: Final = frozenset({"a", "an"})
_KIN: Final = word_set(
    "mother father wife husband son daughter brother sister uncle aunt cousin nephew niece grandmother"
)
_JOINING: Final = frozenset({"and", "while", "but", ","})
_ORDINALS: Final = word_set("second third fourth fifth sixth seventh")
_WAS: Final = (("was",), ("is",), ("has",), ("had",))
# "Both forces" are both sides, not two men.
_BODIES: Final = word_set("forces troops headquarters officials levies scouts rangers")
# "Did not suffer any casualties" counts none; "did not confirm any" counts nothing.
_SUFFERING: Final = word_set(
    "suffer suffered incur incurred sustain sustained cause caused inflict inflicted take taken have had"
)
_WERE_NOT: Final = frozenset((be, "not") for be in ("was", "were", "are", "is"))


@dataclass(frozen=True, slots=True)
class Singles(Counted):
    """A sentence in which words that count without a number are read."""

    def single(self, at: int) -> Chunk | None:
        lower = self.scan.lower[at]
        if lower == "without" or (lower == "any" and self._is_not_suffered(at)):
            return self._without(at)
        if lower in POSSESSIVES and self.scan.lower[at + 1 : at + 2] == ("pilot",):
            return self.after_figure(at, self._standing_for(_ONE, at, at + 1, said=at + 2), article=True)
        sole = self._sole(at) or self._ranked(at) or self._as_many(at) or self._one_more(at)
        if sole is not None:
            return sole
        if lower == "another" and (
            self.loss_at(at + 1) is not None or self.scan.lower[at + 1 : at + 2] in _WAS or self._is_object(at, at + 1)
        ):
            return Chunk("N", at, at + 1, lower, Phrase(at, at + 1, self._standing_for(_ONE, at, at + 1)))
        if lower not in ARTICLES and lower != "another":
            return self._some(at) if lower == "some" else self._both(at) if lower == "both" else None
        chunk = self.after_figure(at, self._standing_for(_ONE, at, at + 1), article=True)
        phrase = chunk.phrase
        return chunk if phrase is not None and phrase.noun is not None and not self._only_tells_whose(phrase) else None

    def _only_tells_whose(self, phrase: Phrase) -> bool:
        """Tell "an X bombing", where the name of militants stands before another noun."""
        mention = self.named.get(phrase.noun_at) if phrase.noun_at is not None else None
        if mention is None or mention.role != "militant" or mention.last != phrase.last:
            return False
        behind = self.scan.lower[phrase.last] if phrase.last < len(self.scan.lower) else "."
        return behind.isalpha() and behind not in STOPS | ADVERBS and self.loss_at(phrase.last) is None

    def _standing_for(self, figure: Figure, at: int, last: int, *, said: int | None = None) -> FoundFigure:
        """Return a figure that the tokens from `at` to `last` stand for, in the words up to `said`."""
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[(said or last) - 1].end]
        return FoundFigure(replace(figure, words=words), at, last)

    def _both(self, at: int) -> Chunk | None:
        """Read "both pilots", "both drones" as two; "both armies" and "both dead" stay words."""
        head = self.head(at + 1)
        noun = head.noun
        if noun is None or noun.thing in {Thing.TOLL, Thing.RAID, Thing.FAMILY} or noun.trait in {"party", "other"}:
            return None
        if self.scan.lower[head.last - 1] in _BODIES or not self.scan.lower[head.last - 1].endswith(("s", "men")):
            return None
        return self.after_figure(at, self._standing_for(Figure(2, 2), at, at + 1))

    def _as_many(self, at: int) -> Chunk | None:
        """Read "as many" behind a figure as the same figure again ("four were killed and as many wounded")."""
        if self.scan.lower[at : at + 2] != ("as", "many") or self.scan.lower[at + 2 : at + 3] == ("as",):
            return None
        before = [found for start, found in self.figures.items() if start < at]
        if not before:
            return None
        last = max(before, key=lambda one: one.first)
        return self.after_figure(at, self._standing_for(last.figure, at, at + 2))

    def _one_more(self, at: int) -> Chunk | None:
        """Read "a third was injured" and "their mother was wounded" as one."""
        lower = self.scan.lower
        kin = lower[at] in POSSESSIVES and lower[at + 1 : at + 2] != () and lower[at + 1] in _KIN
        ordinal = lower[at] == "a" and lower[at + 1 : at + 2] != () and lower[at + 1] in _ORDINALS
        befalls = lower[at + 2 : at + 3] in _WAS or self._is_beside(at, at + 2)
        alone = ordinal or lower[at + 2 : at + 3] not in {("and",), (",",)}  # "killed his wife, two sons and ..."
        befalls = befalls or (alone and self._is_object(at, at + 2))
        if not (kin or ordinal) or not befalls:
            return None
        found = self._standing_for(_ONE, at, at + 2)
        noun, noun_at = (Noun(Thing.PERSON, Kind.CIVILIAN), at + 1) if kin else (None, None)
        return Chunk("N", at, at + 2, " ".join(lower[at : at + 2]), Phrase(at, at + 2, found, noun, noun_at))

    def _is_object(self, at: int, last: int) -> bool:
        """Tell "killed two soldiers and wounded another", "... injured a third": the object ends behind the verb."""
        word = self.loss_at(at - 1) if at else None
        behind = self.scan.lower[last] if last < len(self.scan.lower) else "."
        return (
            word is not None
            and word[0] == at
            and word[1].shape in {Shape.PART, Shape.ACTIVE}
            and behind != "of"
            and (behind in STOPS or not behind[0].isalnum())
        )

    def _is_beside(self, at: int, last: int) -> bool:
        """Tell "a woman was killed and her husband wounded", "... and a third wounded", with a loss word of its own."""
        word = self.loss_at(last)
        joined = at > 0 and self.scan.lower[at - 1] in _JOINING
        told = word is not None and word[1].shape in {Shape.PART, Shape.STATE} and word[1].measures is not LOSE
        return joined and told

    def _sole(self, at: int) -> Chunk | None:
        """Read "one country's fighter jet" as one, where a party owns a single aircraft."""
        owner = self.possessor(at)
        if owner is None or owner.role not in {"state", "seat"}:
            return None
        head = self.head(owner.last + 1)
        if head.noun is None or head.noun.thing is not Thing.AIRCRAFT or self.scan.lower[head.last - 1].endswith("s"):
            return None
        return self.after_figure(at, self._standing_for(_ONE, at, owner.last + 1), article=True)

    def _ranked(self, at: int) -> Chunk | None:
        """Read a rank and a name as one, where a word of death or capture follows ("Major X was killed")."""
        end = ranked_end(self, self.scan.tokens, at)
        if end is None:
            return None
        found = self._standing_for(_ONE, at, end)
        noun = Noun(Thing.PERSON, Kind.MILITARY)
        lower = self.scan.lower[at:end]
        return Chunk("N", at, end, " ".join(lower), Phrase(at, end, found, noun, at, article=True, words=lower))

    def _without(self, at: int) -> Chunk | None:
        """Read "without casualties", "without causing any loss of life" as none."""
        start = at + 1
        while start < len(self.scan.lower) and self.scan.lower[start] in {
            "any",
            "causing",
            "suffering",
            "inflicting",
            "taking",
        }:
            start += 1
        head = self.head(start)
        if head.noun is None or head.noun.measure is None:
            return None
        found = self._standing_for(Figure(0, 0), at, at + 1)
        return self.phrase_chunk("N", at, head.last, Phrase(at, head.last, found), head)

    def _is_not_suffered(self, at: int) -> bool:
        """Tell the "any" of "did not suffer any casualties"."""
        before = self.scan.lower[max(0, at - 4) : at]
        if before[-2:] in _WERE_NOT:
            return True
        return before[-1:] != () and before[-1] in _SUFFERING and bool({"not", "never", "n't"} & set(before))

    def _some(self, at: int) -> Chunk | None:
        """Read "some soldiers" and "some of the soldiers" as several; "some" before another word stays a word."""
        start, _, partitive = self.partitive(at + 1)
        head = self.head(start + (self.scan.lower[start : start + 1] == ("the",)))
        if partitive is not None or head.noun is None or head.noun.trait == "other" or head.noun.thing is Thing.TOLL:
            return None
        return self.after_figure(at, self._standing_for(Figure(3, None, approx=True), at, at + 1))
