"""Find the head noun of a phrase, what is joined to it and whose it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.figures import FoundFigure
from bot.core.losses.chunks import Lexicon, Mention, Scan, bare
from bot.core.losses.lexicon import (
    ADVERBS,
    LOSS_WORDS,
    NOUN_REACH,
    NOUNS,
    POSSESSIVES,
    STOPS,
    LossWord,
    Noun,
    Shape,
    Thing,
)
from bot.core.model import Kind
from bot.core.wordlists import word_set

QUOTES: Final = frozenset({'"', "'", "-"})
# A kind of aircraft by its number: "F-16", "JF-17", "MiG-21".
_AIRFRAME: Final = re.compile(r"(?:f|jf|j|mig|mi|su|uh|ah|an|cn)-?\d{1,3}s?")
_AIRFRAME_LETTERS: Final = frozenset("fjmsuac")
_COUNTED_ROLES: Final = frozenset({"country", "people", "regime", "militant", "forces"})
_DETERMINERS: Final = frozenset({"the", "a", "an", "its", "their", "our", "his", "her", "my", "your", "any"})
_LEADING_STATE: Final = _DETERMINERS | ADVERBS | word_set("of and or other more another 's ' \" - , newly recently")
# What "of ..." stands for where it names nothing, and the part that is meant.
_PRONOUNS: Final = {
    "them": "them",
    "whom": "them",
    "which": "them",
    "us": "them",
    "theirs": "them",
    "ours": "them",
    "those": "those",
    "these": "those",
}
_TALK: Final = word_set(
    "talk report reports claim claims account accounts story stories tale tales allegation allegations"
)
_COUNTED_PARTS: Final = word_set(
    "dead wounded injured killed victims casualties deceased fatalities slain deaths fallen"
)
_TAKING_WOUNDS: Final = {
    "received": Shape.INTRANSITIVE,
    "sustained": Shape.INTRANSITIVE,
    "suffered": Shape.INTRANSITIVE,
    "receiving": Shape.INTRANSITIVE,
    "sustaining": Shape.INTRANSITIVE,
    "had": Shape.INTRANSITIVE,
    "with": Shape.STATE,
    "for": Shape.STATE,
    "admitted": Shape.STATE,
}
# What opens a loss or a noun and stands in no table: wounds, "in our custody", "F - 16".
OPENERS: Final = word_set("in f jf j mig mi su uh ah an cn") | _TAKING_WOUNDS.keys()
_KEPT: Final = frozenset({Thing.AIRCRAFT, Thing.VEHICLE})
_KEPT_AT: Final = word_set(
    "storage site sites facility facilities hub hubs station stations workshop workshops operator operators control "
    "launch launching assembly crew crews crewmen unit units regiment regiments factory parts"
)
_BRACKETS: Final = 6
_HELD_AS: Final = word_set("hostage prisoner captive")
_CUSTODY: Final = word_set("custody captivity detention")
_DYING: Final = word_set("died succumbed perished of")
_WOUNDS: Final = word_set("wound wounds injury injuries burns")


def match_words(
    table: Mapping[str, tuple[tuple[tuple[str, ...], object], ...]], lower: Sequence[str], at: int
) -> tuple[int, object] | None:
    for words, entry in table.get(lower[at], ()):
        if tuple(lower[at : at + len(words)]) == words:
            return at + len(words), entry
    return None


@dataclass(slots=True)
class Head:
    """What the search for a head noun has found so far."""

    noun: Noun | None = None
    noun_at: int | None = None
    last: int = 0
    state: LossWord | None = None
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Heads:
    """A sentence in which head nouns are looked for."""

    scan: Scan
    lexicon: Lexicon
    figures: Mapping[int, FoundFigure]
    named: Mapping[int, Mention]
    nouns: dict[int, tuple[int, Noun] | None] = field(default_factory=dict)
    losses: dict[int, tuple[int, LossWord] | None] = field(default_factory=dict)

    def is_noun_here(self, at: int, word: LossWord) -> bool:
        """Tell "the dead", "the wounded", "martyrs" from the verbs of the same letters."""
        lower = self.scan.lower
        if match_words(self.lexicon.nouns, lower, at) is None:
            return False
        before = lower[at - 1] if at else ""
        if before == "'s" or (before == "'" and at > 1 and lower[at - 2].endswith("s")):
            return word.shape is Shape.STATE
        return word.shape in {Shape.STATE, Shape.PART} and before in {"the", "its", "their", "of", "our", "own", "his"}

    def loss_at(self, at: int) -> tuple[int, LossWord] | None:
        """Return the loss word that starts at token `at` and where it ends."""
        if at >= len(self.scan.lower):
            return None
        if at not in self.losses:
            self.losses[at] = self._find_loss(at)
        return self.losses[at]

    def _find_loss(self, at: int) -> tuple[int, LossWord] | None:
        found = match_words(self.lexicon.loss_words, self.scan.lower, at)
        if found is not None and isinstance(found[1], LossWord):
            return found[0], found[1]
        return self._wounds_at(at) or self._held_at(at)

    def _held_at(self, at: int) -> tuple[int, LossWord] | None:
        """Read "in our custody", "in the other army's hands"."""
        if self.scan.lower[at] != "in":
            return None
        for end in range(at + 1, min(at + 6, len(self.scan.lower))):
            word = self.scan.lower[end]
            if word in _CUSTODY:
                return end + 1, LOSS_WORDS[("in", "custody")]
            if word == "hands" and end > at + 1:
                return end + 1, LOSS_WORDS[("in", "its", "hands")]
            if end in self.figures or (not word[0].isalpha() and word != "'s") or word in STOPS:
                return None
        return None

    def _wounds_at(self, at: int) -> tuple[int, LossWord] | None:
        """Read "received splinter wounds", "with a bullet wound"."""
        shape = _TAKING_WOUNDS.get(self.scan.lower[at])
        if shape is None:
            return None
        for end in range(at + 1, min(at + 6, len(self.scan.lower))):
            if self.scan.lower[end] in _WOUNDS:
                return end + 1, LossWord(shape, LOSS_WORDS[("wounded",)].measures)
            if (
                (end in self.figures and self.scan.lower[end] not in {"multiple", "several"})
                or self.scan.lower[end] in _DYING
                or not self.scan.lower[end].isalpha()
                or self.scan.lower[end] in STOPS - {"with"}
            ):
                return None
        return None

    def noun_at(self, at: int) -> tuple[int, Noun] | None:
        """Return the noun that starts at token `at` and where it ends; "number" before a figure is a verb."""
        if at not in self.nouns:
            self.nouns[at] = self._find_noun(at)
        return self.nouns[at]

    def _find_noun(self, at: int) -> tuple[int, Noun] | None:
        if self.scan.lower[at] in {"number", "total"} and at + 1 in self.figures and self.scan.lower[at - 1] != "the":
            return None
        found = match_words(self.lexicon.nouns, self.scan.lower, at)
        plain = bare(self.scan.lower[at])
        if found is None and plain != self.scan.lower[at]:
            found = match_words(self.lexicon.nouns, (*self.scan.lower[:at], plain), at)
        if found is not None and isinstance(found[1], Noun):
            return found[0], found[1]
        width = self._airframe_width(at)
        if width:
            return at + width, Noun(Thing.AIRCRAFT, Kind.MATERIEL)
        mention = self.named.get(at)
        return _party_noun(mention) if mention is not None and mention.role in _COUNTED_ROLES else None

    def _airframe_width(self, at: int) -> int:
        """Return how many tokens at `at` name a kind of aircraft, cut at its hyphen or not; 0 where they name none."""
        word = self.scan.lower[at]
        if word[0] not in _AIRFRAME_LETTERS:
            return 0
        if _AIRFRAME.fullmatch(word):
            return 1
        parted = self.scan.lower[at + 1 : at + 2] == ("-",)
        return 3 if parted and _AIRFRAME.fullmatch("".join(self.scan.lower[at : at + 3])) else 0

    def is_spaced(self, at: int) -> bool:
        tokens = self.scan.tokens
        return (
            0 < at < len(tokens) - 1 and tokens[at - 1].end < tokens[at].start and tokens[at].end < tokens[at + 1].start
        )

    def partitive(self, at: int) -> tuple[int, str | None, str | None]:
        """Read "of them", "of its own", "of the": where the noun starts, the possessive, the kind of part."""
        lower = self.scan.lower
        more = at + 2 < len(lower) and lower[at] in {"more", "others"} and lower[at + 1] == "of"
        at += more
        if at + 1 >= len(lower) or lower[at] != "of":
            return at, None, None
        word = lower[at + 1]
        if word in _PRONOUNS:
            return at + 2, word if word in {"theirs", "ours"} else None, _PRONOUNS[word]
        if word in POSSESSIVES:
            own = at + 2 < len(lower) and lower[at + 2] == "own"
            alone = own and self.head(at + 3).noun is None
            return at + 2 + own, word, "own" if alone else None
        inner = self.figures.get(at + 1)
        if inner is not None:
            return inner.last, None, "the"
        house = next((i for i in range(at + 1, min(at + 5, len(lower))) if lower[i] in {"family", "household"}), None)
        if house is not None and word in {"a", "one", "the", "same", "an"} and not set(lower[at + 2 : house]) & STOPS:
            return house + 1, None, "family"
        return self._part_of_the(at) if word == "the" else (at + 1, None, None)

    def _part_of_the(self, at: int) -> tuple[int, str | None, str | None]:
        """Read "of the dead", "of the five wounded"."""
        following = self.scan.lower[at + 2] if at + 2 < len(self.scan.lower) else ""
        if following in _COUNTED_PARTS:
            return at + 3, None, following
        inner = self.figures.get(at + 2)
        return (at + 2, None, None) if inner is None else (inner.last, None, "the")

    def head(self, at: int) -> Head:
        """Look up to six words on for the head noun."""
        head = Head(last=at)
        reach = min(at + NOUN_REACH, len(self.scan.lower))
        while at < reach:
            following = self._step(head, at)
            if following is None:
                break
            if self.scan.lower[at] == "(":
                reach = min(reach + following - at, len(self.scan.lower))
            at = following
        return head

    def _step(self, head: Head, at: int) -> int | None:
        """Take the word at `at` into the phrase; return where to go on, None where the phrase ends."""
        word = self.scan.lower[at]
        if word == "and" and head.noun is None and self._joins_modifiers(at):
            return at + 1
        if word == "one" and head.noun is not None and head.noun.trait == "party":
            self._take(head, NOUNS[("ones",)], at, at + 1)
            return None
        if (
            (word in _TALK and head.noun is not None)
            or (word in _HELD_AS and head.noun is not None and head.noun.trait != "party")
            or at in self.figures
            or word in _DETERMINERS
            or word == ","
            or (word == "of" and head.noun is not None and head.noun.trait == "member")
            or (word.endswith("ed") and head.noun is not None and at + 1 in self.named)  # "guards attacked Y's"
            or (word in STOPS and word != "other")
        ):
            return None
        loss = self.loss_at(at)
        noun = self.noun_at(at)
        if word in {"prisoner", "captive"} and (head.noun is None or head.noun.trait == "party"):
            loss = None
        if loss is not None and (noun is None or head.noun is not None or loss[1].shape in {Shape.STATE, Shape.PART}):
            return self._take_state(head, loss) if self._may_qualify(at, loss[1]) else None
        if noun is not None:
            head.kinds = (*head.kinds, noun[1].kind)
            self._take(head, noun[1], at, noun[0])
            return noun[0]
        return self._pass_modifier(head, at)

    def _may_qualify(self, at: int, word: LossWord) -> bool:
        """Tell "three badly wounded soldiers" from "a strike wounded soldiers", whose verb it is."""
        if word.shape is not Shape.PART or not at:
            return True
        before = self.scan.lower[at - 1]
        if before in _LEADING_STATE or before.endswith("ly"):
            return True
        counted = any(found.last == at for found in self.figures.values())
        return counted or any(mention.last == at for mention in self.named.values())

    def _take_state(self, head: Head, loss: tuple[int, LossWord]) -> int | None:
        """Take "wounded" before a noun; a loss word behind the noun, or with none to follow, ends the phrase."""
        if head.noun is not None and head.noun.trait != "party":
            return None
        if self.head(loss[0]).noun is None or loss[1].shape is Shape.ACTIVE:
            return None
        head.state = loss[1]
        return loss[0]

    def _pass_modifier(self, head: Head, at: int) -> int | None:
        word = self.scan.lower[at]
        if word == "(" and (head.noun is None or head.noun.trait == "party"):
            return self._behind_brackets(at)
        if not (word[0].isalnum() or word in QUOTES or word == "'s") or (word == "-" and self.is_spaced(at)):
            return None
        if word in _KEPT_AT and head.noun is not None and head.noun.thing in _KEPT:
            head.noun = None  # "a drone storage site" is no drone
        if head.noun is not None and head.noun.trait == "party" and word[0].isalpha():
            if word.endswith("ing"):
                return None
            head.noun = None
        return at + 1

    def _behind_brackets(self, at: int) -> int | None:
        """Return where a phrase goes on behind what an abbreviation stands for ("BP (Border Police) men")."""
        inside = self.scan.tokens[at + 1 : at + _BRACKETS]
        closing = next((i for i, one in enumerate(inside, at + 1) if one.text == ")"), None)
        named = closing is not None and all(one.text[0].isupper() for one in self.scan.tokens[at + 1 : closing])
        short = self.scan.tokens[at - 1].text.isupper() and at - 1 not in self.figures
        return closing + 1 if named and short and closing is not None else None

    @staticmethod
    def _take(head: Head, noun: Noun, at: int, last: int) -> None:
        if noun.trait == "party" and head.noun is not None and head.noun.trait not in {"party", "other"}:
            return
        if noun.trait == "other" and head.noun is not None and head.noun.trait != "party":
            return
        head.noun, head.noun_at, head.last = noun, at, last

    def _joins_modifiers(self, at: int) -> bool:
        """Tell "air and drone strikes": an "and" between words before one noun."""
        following = self.noun_at(at + 2) if at + 2 < len(self.scan.lower) else None
        return following is not None and following[1].thing is Thing.RAID


def _party_noun(mention: Mention) -> tuple[int, Noun]:
    """Return a party's name read as a noun: its people, its forces, militants."""
    kinds = {"militant": Kind.MILITANT, "regime": Kind.MILITARY, "forces": Kind.MILITARY}
    kind = kinds.get(mention.role, Kind.UNSPECIFIED)
    return mention.last, Noun(Thing.PERSON, kind, "party")
