"""Cut a sentence into chunks: counted noun phrases, loss words, auxiliaries, breaks, and the rest word by word."""

from dataclasses import dataclass, replace
from typing import Final

from bot.core.figures import FoundFigure, find_figures
from bot.core.losses.chunks import Chunk, Lexicon, Mention, Phrase, Scan
from bot.core.losses.complements import Complements, kind_of_head
from bot.core.losses.heads import OPENERS, Head
from bot.core.losses.lexicon import (
    ADVERBS,
    BE,
    HAVE,
    LOSE,
    POSSESSIVES,
    RANKS,
    STOPS,
    Noun,
    Shape,
    Thing,
)
from bot.core.losses.mentions import find_mentions
from bot.core.losses.people import guess_people, ranked_end
from bot.core.model import Figure, Kind
from bot.core.text import tokenise
from bot.core.wordlists import word_list, word_set

_BREAKS: Final = frozenset({";", ":", ".", "!", "?", "[", "]"})
_CONJUNCTIONS: Final = frozenset({"and", "or", "&", "plus"})
_SUBORDINATORS: Final = word_set(
    "when while whereas as after before since until because although though if but that which who where so whose "
    "whom than however"
)
_PREPOSITIONS: Final = word_set(
    "in on at near around across along from by with without for during over under between against into through within "
    "inside outside towards toward to of among amid despite per via following including beside behind below beyond "
    "opposite overlooking above onto atop alongside"
)
# A word that is always of one class; the first that has it holds.
_CODES: Final = {
    word: code
    for code, words in reversed(
        (
            ("|", _BREAKS),
            ("a", {'"', "'"}),
            (",", {",", "(", ")"}),
            ("&", _CONJUNCTIONS),
            ("b", BE),
            ("h", HAVE),
            ("a", ADVERBS),
            ("s", _SUBORDINATORS),
            ("p", _PREPOSITIONS),
        )
    )
    for word in words
}
_BEFORE_FIGURE: Final = frozenset(
    {
        "the",
        "all",
        "another",
        "further",
        "only",
        "just",
        "some",
        "other",
        "first",
        *word_list("its their our his her my"),
    }
)
_ARTICLES: Final = frozenset({"a", "an"})
_KIN: Final = word_set(
    "mother father wife husband son daughter brother sister uncle aunt cousin nephew niece grandmother"
)
_PLURALS: Final = ("s", "men", "people", "police", "personnel", "children", "een", "din")
_JOINING: Final = frozenset({"and", "while", "but", ","})
_ORDINALS: Final = word_set("second third fourth fifth sixth seventh")
_WAS: Final = (("was",), ("is",), ("has",), ("had",))
_TIMES: Final = word_set("overnight today yesterday tonight late early last this")
# "up from the 25 announced a day before"
_AS_TOLD: Final = word_set("announced reported given claimed counted acknowledged confirmed told initially previously")


def scan_sentence(text: str, lexicon: Lexicon) -> Scan:
    """Return the chunks of one sentence."""
    tokens = tokenise(text)
    lower = tuple(token.lower for token in tokens)
    mentions = find_mentions(tokens, lexicon)
    scan = Scan(text, tokens, lower, mentions)
    figures = {found.first: found for found in find_figures(tokens, text)}
    named = {mention.first: mention for mention in mentions}
    return Scan(text, tokens, lower, mentions, _Chunker(scan, lexicon, figures, named).chunks())


# What ends like an adverb ("briefly", "physically") and is none.
_NO_ADVERBS: Final = word_set(
    "family assembly reply supply rally apply multiply comply italy anomaly butterfly monopoly"
)
_SHORTEST_ADVERB: Final = 4
# "No confirmation of deaths" counts nothing.
_NO_WORD: Final = word_set("confirmation word details detail information news indication comment breakdown data proof")
# "Both forces" are both sides, not two men.
_BODIES: Final = word_set("forces troops headquarters officials levies scouts rangers")
_BEFORE_DEAD: Final = POSSESSIVES | word_set("the own military combat army")
# "Did not suffer any casualties" counts none; "did not confirm any" counts nothing.
_SUFFERING: Final = word_set(
    "suffer suffered incur incurred sustain sustained cause caused inflict inflicted take taken"
)
_BEFORE_PLAIN: Final = word_set("the its their our his own these those any more")
# What may open a chunk of several words; of the nouns and loss words the lexicon knows it.
_OPENERS: Final = (
    _BEFORE_FIGURE | _ARTICLES | POSSESSIVES | RANKS | _BEFORE_DEAD | _BEFORE_PLAIN | OPENERS | {"without", "both"}
)
_AS_WELL: Final = {words[0]: words for words in (("along", "with"), ("as", "well", "as"), ("together", "with"))}
_TALLIES: Final = word_set("number toll death total tally count confirmed overall estimate")


@dataclass(frozen=True, slots=True)
class _Chunker(Complements):
    """Reads the chunks of a sentence from left to right."""

    def chunks(self) -> tuple[Chunk, ...]:
        """Return the chunks of the sentence from left to right."""
        found = []
        at = 0
        while at < len(self.scan.tokens):
            chunk = self._chunk_at(at)
            found.append(chunk)
            at = chunk.last
        return tuple(found)

    def _stands_alone(self, at: int) -> bool:
        """Tell a word that opens no chunk of several, as most do."""
        word = self.scan.lower[at]
        if word in _OPENERS or word in self.lexicon.openers or at in self.figures or at in self.named:
            return False
        return len(word) == 1 or word.isalpha()

    def _chunk_at(self, at: int) -> Chunk:
        if self._stands_alone(at):
            return self._word(at)
        lower = self.scan.lower
        counted = self._counted(at)
        if counted is not None:
            return counted
        loss = self.loss_at(at)
        if loss is not None and not self.is_noun_here(at, loss[1]):
            if (
                loss[1].shape in {Shape.PART, Shape.STATE}
                and loss[0] == at + 1
                and lower[at] in {"wounded", "injured", "dead", "killed", "captured"}
            ):
                phrase = self._plain(at)
                if (
                    phrase is not None
                    and phrase.phrase is not None
                    and phrase.phrase.state is not None
                    and phrase.phrase.words[-1].endswith(_PLURALS)
                    and not self._follows_be(at)
                ):
                    return phrase
            return Chunk("V", at, loss[0], " ".join(lower[at : loss[0]]), word=loss[1])
        plain = self._plain(at)
        return plain if plain is not None else self._word(at)

    def _follows_be(self, at: int) -> bool:
        back = at - 1
        while back >= 0 and self.scan.lower[back] in ADVERBS:
            back -= 1
        return back >= 0 and (self.scan.lower[back] in BE or self.scan.lower[back] in HAVE)

    def _joined(self, at: int) -> Chunk | None:
        """Read "along with", "as well as" as "and"."""
        words = _AS_WELL.get(self.scan.lower[at])
        if words is None or self.scan.lower[at : at + len(words)] != words:
            return None
        return Chunk("&", at, at + len(words), "and")

    def _word(self, at: int) -> Chunk:
        joined = self._joined(at)
        if joined is not None:
            return joined
        lower = self.scan.lower[at]
        code = _CODES.get(lower)
        if code is not None:
            return Chunk(code, at, at + 1, lower)
        if lower.endswith("ly") and len(lower) > _SHORTEST_ADVERB and lower not in _NO_ADVERBS:
            return Chunk("a", at, at + 1, lower)
        if lower == "-" and self.is_spaced(at):
            return Chunk("," if self._is_paired(at) else "|", at, at + 1, lower)
        return Chunk("w", at, at + 1, lower)

    def _is_paired(self, at: int) -> bool:
        """Tell one of two dashes around a parenthesis from one that breaks a sentence."""
        dashes = [i for i, word in enumerate(self.scan.lower) if word == "-" and self.is_spaced(i)]
        return len(dashes) > 1 and len(dashes) % 2 == 0 and at in dashes

    def _counted(self, at: int) -> Chunk | None:
        """Return the counted phrase that starts at `at`: "58 soldiers", "eight of its men", "a child", "another 11"."""
        lower = self.scan.lower
        start = at
        while start < len(lower) and lower[start] in _BEFORE_FIGURE and start - at < 3:
            if start in self.figures:
                break
            start += 1
        found = self.figures.get(start)
        if found is None or (start > at and lower[start - 1] in POSSESSIVES and found.is_none):
            return self._single(at)
        return self._after_figure(at, found)

    def _single(self, at: int) -> Chunk | None:
        lower = self.scan.lower[at]
        if lower == "without" or (lower == "any" and self._is_not_suffered(at)):
            return self._without(at)
        if lower in POSSESSIVES and self.scan.lower[at + 1 : at + 2] == ("pilot",):
            words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at + 1].end]
            return self._after_figure(at, FoundFigure(Figure(1, 1, words=words), at, at + 1), article=True)
        sole = self._sole(at) or self._ranked(at) or self._as_many(at) or self._one_more(at)
        if sole is not None:
            return sole
        if lower == "another" and (
            self.loss_at(at + 1) is not None
            or self.scan.lower[at + 1 : at + 2] in {("was",), ("is",)}
            or self._is_object(at, at + 1)
        ):
            words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at].end]
            found = FoundFigure(Figure(1, 1, words=words), at, at + 1)
            return Chunk("N", at, at + 1, lower, Phrase(at, at + 1, found))
        if lower not in _ARTICLES and lower != "another":
            return self._some(at) if lower == "some" else self._both(at) if lower == "both" else None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at].end]
        found = FoundFigure(Figure(1, 1, words=words), at, at + 1)
        chunk = self._after_figure(at, found, article=True)
        return chunk if chunk.phrase is not None and chunk.phrase.noun is not None else None

    def _both(self, at: int) -> Chunk | None:
        """Read "both pilots", "both drones" as two; "both armies" and "both dead" stay words."""
        head = self.head(at + 1)
        noun = head.noun
        if noun is None or noun.thing in {Thing.TOLL, Thing.RAID, Thing.FAMILY} or noun.trait in {"party", "other"}:
            return None
        if self.scan.lower[head.last - 1] in _BODIES or not self.scan.lower[head.last - 1].endswith(("s", "men")):
            return None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at].end]
        return self._after_figure(at, FoundFigure(Figure(2, 2, words=words), at, at + 1))

    def _possessor(self, at: int) -> Mention | None:
        """Return the party named at token `at` with a possessive ending."""
        mention = self.named.get(at)
        return mention if mention is not None and self.scan.lower[mention.last : mention.last + 1] == ("'s",) else None

    def _as_many(self, at: int) -> Chunk | None:
        """Read "as many" behind a figure as the same figure again ("four were killed and as many wounded")."""
        if self.scan.lower[at : at + 2] != ("as", "many") or self.scan.lower[at + 2 : at + 3] == ("as",):
            return None
        before = [found for start, found in self.figures.items() if start < at]
        if not before:
            return None
        last = max(before, key=lambda one: one.first)
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at + 1].end]
        return self._after_figure(at, FoundFigure(replace(last.figure, words=words), at, at + 2))

    def _one_more(self, at: int) -> Chunk | None:
        """Read "a third was injured" and "their mother was wounded" as one."""
        lower = self.scan.lower
        kin = lower[at] in POSSESSIVES and lower[at + 1 : at + 2] != () and lower[at + 1] in _KIN
        ordinal = lower[at] == "a" and lower[at + 1 : at + 2] != () and lower[at + 1] in _ORDINALS
        befalls = lower[at + 2 : at + 3] in _WAS or (kin and self._is_beside(at, at + 2))
        alone = ordinal or lower[at + 2 : at + 3] not in {("and",), (",",)}  # "killed his wife, two sons and ..."
        befalls = befalls or (alone and self._is_object(at, at + 2))
        if not (kin or ordinal) or not befalls:
            return None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at + 1].end]
        found = FoundFigure(Figure(1, 1, words=words), at, at + 2)
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
        """Tell "a woman was killed and her husband wounded": the kin has a loss word of his own."""
        word = self.loss_at(last)
        joined = at > 0 and self.scan.lower[at - 1] in _JOINING
        told = word is not None and word[1].shape in {Shape.PART, Shape.STATE} and word[1].measures is not LOSE
        return joined and told

    def _sole(self, at: int) -> Chunk | None:
        """Read "one country's fighter jet" as one, where a party owns a single aircraft."""
        owner = self._possessor(at)
        if owner is None or owner.role not in {"state", "seat"}:
            return None
        head = self.head(owner.last + 1)
        if head.noun is None or head.noun.thing is not Thing.AIRCRAFT or self.scan.lower[head.last - 1].endswith("s"):
            return None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[owner.last].end]
        return self._after_figure(at, FoundFigure(Figure(1, 1, words=words), at, owner.last + 1), article=True)

    def _ranked(self, at: int) -> Chunk | None:
        """Read a rank and a name as one, where a word of death or capture follows ("Major X was killed")."""
        end = ranked_end(self, self.scan.tokens, at)
        if end is None:
            return None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[end - 1].end]
        found = FoundFigure(Figure(1, 1, words=words), at, end)
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
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at].end]
        found = FoundFigure(Figure(0, 0, words=words), at, at + 1)
        return self._phrase_chunk("N", at, head.last, Phrase(at, head.last, found), head)

    def _is_not_suffered(self, at: int) -> bool:
        """Tell the "any" of "did not suffer any casualties"."""
        before = self.scan.lower[max(0, at - 4) : at]
        return before[-1:] != () and before[-1] in _SUFFERING and bool({"not", "never", "n't"} & set(before))

    def _some(self, at: int) -> Chunk | None:
        """Read "some soldiers" and "some of the soldiers" as several; "some" before another word stays a word."""
        start, _, partitive = self.partitive(at + 1)
        head = self.head(start + (self.scan.lower[start : start + 1] == ("the",)))
        if partitive is not None or head.noun is None or head.noun.trait == "other" or head.noun.thing is Thing.TOLL:
            return None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at].end]
        return self._after_figure(at, FoundFigure(Figure(3, None, approx=True, words=words), at, at + 1))

    def _after_figure(self, at: int, found: FoundFigure, *, article: bool = False) -> Chunk:
        lower = self.scan.lower
        start, owner, partitive = self.partitive(found.last)
        if found.is_none and set(lower[found.last : found.last + 2]) & _NO_WORD:
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
        return self._phrase_chunk(
            "N", at, last, Phrase(at, last, found, owner=owner, partitive=partitive, article=article), head
        )

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

    def _phrase_chunk(self, code: str, at: int, last: int, phrase: Phrase, head: Head) -> Chunk:
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
        if word in STOPS or word in ADVERBS or word in _CONJUNCTIONS or word in _TIMES or not word[0].isalnum():
            return True
        if word in _AS_TOLD and lower[max(0, at - 3) : at] and "from" in lower[max(0, at - 3) : at]:
            return True
        if word == "a" and set(lower[at + 2 : at + 3]) & {"earlier", "before", "ago"}:
            return True
        if word in {"the", "its", "their"} and at + 1 < len(lower):
            return lower[at + 1] in _TALLIES
        return self.loss_at(at) is not None or word in {"on", "lost", "were"} or word in BE

    def _plain(self, at: int) -> Chunk | None:
        """Return the phrase without a figure that starts at `at`: "the number", "its own losses"."""
        lower = self.scan.lower
        dead = self._dead_here(at)
        if dead is not None:
            return dead
        start = at
        while start < len(lower) and lower[start] in _BEFORE_PLAIN and start - at < 3:
            start += 1
        owned = any(word in POSSESSIVES for word in lower[at:start])
        named = self._possessor(at)
        if named is not None and self._is_tally(named.last + 1):
            head = self.head(named.last + 1)
            return self._phrase_chunk("n", at, head.last, Phrase(at, head.last, None), head)
        if start >= len(lower) or not (start > at or self.noun_at(start) or self._state_here(start)):
            return None
        if start in self.figures:
            return None
        head = self.head(start)
        if head.noun is None or (start > at and not owned and head.noun_at is not None and head.noun_at - start > 3):
            return None
        return self._phrase_chunk("n", at, head.last, Phrase(at, head.last, None), head)

    def _is_tally(self, at: int) -> bool:
        """Tell "losses", "own casualties", "death toll" behind a party's name."""
        noun = self.head(at).noun if at < len(self.scan.lower) and at not in self.figures else None
        return noun is not None and noun.thing is Thing.TOLL and noun.measure is not None

    def _dead_here(self, at: int) -> Chunk | None:
        """Read "the dead", "number of dead" as a noun."""
        owners = [word for word in self.scan.lower[at : at + 2] if word in POSSESSIVES]
        named = self._possessor(at)
        start = at if named is None else named.last + 1
        first = start
        while start < len(self.scan.lower) and self.scan.lower[start] in _BEFORE_DEAD and start < first + 3:
            start += 1
        loss = self.loss_at(start) if start < len(self.scan.lower) else None
        noun = self.noun_at(start) if loss is not None else None
        theirs = named is not None or (owners and self.scan.lower[start - 1] in _BEFORE_DEAD)
        if loss is None or noun is None or not (theirs or self.is_noun_here(start, loss[1])):
            return None
        if self.head(start).noun is not None or (named is not None and noun[1].thing is not Thing.TOLL):
            return None
        mentions = () if named is None else (named,)
        words = self.scan.lower[at : noun[0]]
        owner = owners[0] if owners else None
        phrase = Phrase(at, noun[0], None, noun[1], start, mentions=mentions, owner=owner, words=words)
        return Chunk("n", at, noun[0], " ".join(words), phrase)

    def _state_here(self, at: int) -> bool:
        loss = self.loss_at(at)
        return loss is not None and loss[1].shape in {Shape.PART, Shape.STATE}
