"""Find the head noun of a phrase, what is joined to it and whose it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.figures import FoundFigure
from bot.core.losses.chunks import Lexicon, Mention, Scan, bare
from bot.core.losses.lexicon import (
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

_COMPLEMENT: Final = 9
_QUOTES: Final = frozenset({'"', "'", "-"})
# A kind of aircraft by its number: "F-16", "JF-17", "MiG-21".
_AIRFRAME: Final = re.compile(r"(?:f|jf|j|mig|mi|su|uh|ah|an|cn)-?\d{1,3}s?")
_COUNTED_ROLES: Final = frozenset({"country", "people", "regime", "militant", "forces"})
_DETERMINERS: Final = frozenset({"the", "a", "an", "its", "their", "our", "his", "her", "my", "your", "any"})
_REGIMES: Final = frozenset({"regime", "government", "administration", "authorities", "state", "movement"})
_OWNERS: Final = _REGIMES | word_set("family household army force corps group military clan scouts militia")
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
_CUSTODY: Final = word_set("custody captivity detention")
_DYING: Final = word_set("died succumbed perished of")
_WOUNDS: Final = word_set("wound wounds injury injuries burns")
_EVENTS: Final = word_set(
    "bombing bombings strike strikes airstrike airstrikes attack attacks raid raids shelling fire firing bombardment "
    "assault aggression violence clash clashes fighting explosion explosions blast blasts"
)


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
                end in self.figures
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
        if _AIRFRAME.fullmatch(self.scan.lower[at]) or (
            _AIRFRAME.fullmatch("".join(self.scan.lower[at : at + 3])) and self.scan.lower[at + 1 : at + 2] == ("-",)
        ):
            last = at + (1 if _AIRFRAME.fullmatch(self.scan.lower[at]) else 3)
            return last, Noun(Thing.AIRCRAFT, Kind.MATERIEL)
        mention = self.named.get(at)
        return _party_noun(mention) if mention is not None and mention.role in _COUNTED_ROLES else None

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
        if at in self.figures or word in _DETERMINERS or word == "," or (word in STOPS and word != "other"):
            return None
        loss = self.loss_at(at)
        noun = self.noun_at(at)
        if word in {"prisoner", "captive"} and (head.noun is None or head.noun.trait == "party"):
            loss = None
        if loss is not None and (noun is None or head.noun is not None or loss[1].shape in {Shape.STATE, Shape.PART}):
            return self._take_state(head, loss)
        if noun is not None:
            head.kinds = (*head.kinds, noun[1].kind)
            self._take(head, noun[1], at, noun[0])
            return noun[0]
        return self._pass_modifier(head, at)

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
        if not (word[0].isalnum() or word in _QUOTES or word == "'s") or (word == "-" and self.is_spaced(at)):
            return None
        if head.noun is not None and head.noun.trait == "party" and word[0].isalpha():
            if word.endswith("ing"):
                return None
            head.noun = None
        return at + 1

    @staticmethod
    def _take(head: Head, noun: Noun, at: int, last: int) -> None:
        if noun.trait == "party" and head.noun is not None and head.noun.trait not in {"party", "other"}:
            return
        if noun.trait == "other" and head.noun is not None and head.noun.trait != "party":
            return
        head.noun, head.noun_at, head.last = noun, at, last

    def coordinated(self, last: int, head: Head) -> tuple[int, tuple[Kind, ...], bool]:
        """Take in a second bare noun: "fighters and civilians", "tanks, guns and carriers"."""
        lower = self.scan.lower
        kinds: tuple[Kind, ...] = ()
        while head.noun is not None and last + 1 < len(lower):
            link = lower[last]
            comma = link == "," and (head.noun.thing in {Thing.VEHICLE, Thing.POST} or self._is_list(last))
            if (
                not (comma or link in {"and", "or"})
                or last + 1 in self.figures
                or lower[last + 1] in {"a", "an", "the", "one"}
            ):
                break
            second = self.head(last + 1)
            if second.noun is None or second.noun.thing is not head.noun.thing or second.noun.trait == "other":
                break
            if second.noun.thing is Thing.TOLL or (second.noun.trait == "party" and head.noun.trait != "party"):
                break
            kinds = (*kinds, second.noun.kind)
            if head.noun.trait == "party":
                head.noun = Noun(second.noun.thing, head.noun.kind, second.noun.trait)
            last = second.last
        return last, kinds, bool(kinds)

    def _is_list(self, at: int) -> bool:
        """Tell whether the comma at `at` stands in a list of bare nouns that ends with "and"."""
        second = self.head(at + 1)
        if second.noun is None or at + 1 in self.figures or second.last >= len(self.scan.lower) or second.last - at > 3:
            return False
        third = self.head(second.last + 1) if self.scan.lower[second.last] == "and" else None
        return (
            third is not None
            and third.noun is not None
            and second.last + 1 not in self.figures
            and third.noun.thing is second.noun.thing
        )

    def _joins_modifiers(self, at: int) -> bool:
        """Tell "air and drone strikes": an "and" between words before one noun."""
        following = self.noun_at(at + 2) if at + 2 < len(self.scan.lower) else None
        return following is not None and following[1].thing is Thing.RAID

    def _ends_complement(self, at: int) -> bool:
        word = self.scan.lower[at]
        if at in self.figures or self.loss_at(at) is not None:
            return True
        return (word in STOPS and word not in {"of", "and"}) or not (word[0].isalnum() or word in _QUOTES)

    def complement(self, last: int, head: Head) -> tuple[int, int]:
        """Follow "of ..." behind a noun as far as it names whose they are."""
        lower = self.scan.lower
        if last >= len(lower) or lower[last] != "of" or not _has_owner(head.noun):
            return last, last
        end = last
        at = last + 1
        while at < min(last + _COMPLEMENT, len(lower)):
            word = lower[at]
            mention = self.named.get(at)
            if mention is not None:
                at = end = mention.last
                continue
            if word in _EVENTS:
                return last, last
            if at in self.figures and set(lower[at + 1 : at + 3]) & {"families", "households"}:
                return last, self.figures[at].last + 1
            if word in {"one", "a", "same", "single"} or word == "'s":
                at += 1
                continue
            if self._ends_complement(at):
                break
            noun = self.noun_at(at)
            at = noun[0] if noun is not None else at + 1
            if noun is not None or word in _OWNERS:
                end = at
        if lower[end - 1 if end > last else last] in {"of", "and"}:
            end -= 1
        return last, end


def _has_owner(noun: Noun | None) -> bool:
    """Tell whether "of ..." behind the noun says whose or which: not so behind counts and deaths."""
    return noun is not None and noun.measure is None and noun.trait not in {"number", "body", "count"}


def _party_noun(mention: Mention) -> tuple[int, Noun]:
    """Return a party's name read as a noun: its people, its forces, militants."""
    kinds = {"militant": Kind.MILITANT, "regime": Kind.MILITARY, "forces": Kind.MILITARY}
    kind = kinds.get(mention.role, Kind.UNSPECIFIED)
    return mention.last, Noun(Thing.PERSON, kind, "party")


_COMPLEMENT_KINDS: Final = (
    (
        frozenset(
            {
                "forces",
                "army",
                "force",
                "corps",
                "police",
                "military",
                "levies",
                "scouts",
                "militia",
                "constabulary",
                "force's",
            }
        ),
        Kind.MILITARY,
    ),
    (frozenset({"family", "household", "clan", "families", "households"}), Kind.CIVILIAN),
)


_ARMED: Final = word_set(
    "security military army police border fc paramilitary intelligence levies corps defence defense"
)


def kind_of_head(head: Head, kinds: tuple[Kind, ...], lower: Sequence[str], more: bool) -> Noun | None:
    """Settle the kind of a head noun by the nouns beside it and what follows "of"."""
    noun = head.noun
    if noun is None:
        return None
    kind = noun.kind
    if noun.thing is Thing.TOLL and (noun.kind is Kind.UNSPECIFIED or noun.trait == "losses"):
        inside = [one for one in head.kinds if one is not Kind.UNSPECIFIED]
        kind = inside[0] if inside else kind
    elif noun.trait == "member" or (noun.kind is Kind.UNSPECIFIED and "men" in lower):
        kind = next((found for words, found in _COMPLEMENT_KINDS if words & {bare(word) for word in lower}), kind)
        kind = next((one for one in head.kinds if one is not Kind.UNSPECIFIED), kind)
    elif {"official", "officials"} & set(lower) and set(lower) & _ARMED:
        kind = Kind.MILITARY
    elif noun.kind is Kind.CIVILIAN and Kind.MILITARY in head.kinds:
        kind = Kind.CIVILIAN
    if more and any(one is not kind for one in kinds) and Kind.CIVILIAN in {kind, *kinds}:
        kind = Kind.UNSPECIFIED
    return noun if kind is noun.kind else Noun(noun.thing, kind, noun.trait, noun.measure)
