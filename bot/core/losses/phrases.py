"""Cut a sentence into chunks: counted noun phrases, loss words, auxiliaries, breaks, and the rest word by word."""

from dataclasses import dataclass
from typing import Final

from bot.core.figures import find_figures
from bot.core.losses.chunks import Chunk, Lexicon, Phrase, Scan
from bot.core.losses.counted import CONJUNCTIONS
from bot.core.losses.heads import OPENERS, Head
from bot.core.losses.lexicon import (
    ADVERBS,
    BE,
    HAVE,
    POSSESSIVES,
    RANKS,
    Shape,
    Thing,
)
from bot.core.losses.mentions import find_mentions
from bot.core.losses.singles import ARTICLES, Singles
from bot.core.text import tokenise
from bot.core.wordlists import word_list, word_set

_BREAKS: Final = frozenset({";", ":", ".", "!", "?", "[", "]"})
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
            ("&", CONJUNCTIONS),
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
_MOST: Final = word_set("most worst least many few")
_NAMED_AS: Final = word_set("as among became")
_PLURALS: Final = ("s", "men", "people", "police", "personnel", "children", "een", "din")


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
_BEFORE_DEAD: Final = POSSESSIVES | word_set("the own military combat army")
_BEFORE_PLAIN: Final = word_set("the its their our his own these those any more")
# What may open a chunk of several words; of the nouns and loss words the lexicon knows it.
_OPENERS: Final = (
    _BEFORE_FIGURE | ARTICLES | POSSESSIVES | RANKS | _BEFORE_DEAD | _BEFORE_PLAIN | OPENERS | {"without", "both"}
)
_AS_WELL: Final = {words[0]: words for words in (("along", "with"), ("as", "well", "as"), ("together", "with"))}


@dataclass(frozen=True, slots=True)
class _Chunker(Singles):
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
        if lower == "so" and self.scan.lower[at + 1 : at + 2] == ("far",):
            return Chunk("a", at, at + 2, "so far")
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
        if found is not None and self._is_one_of_many(found.first):
            return Chunk("x", at, found.last + 1, " ".join(lower[at : found.last + 1]))
        if found is None or (start > at and lower[start - 1] in POSSESSIVES and found.is_none):
            return self.single(at)
        return self.after_figure(at, found)

    def _is_one_of_many(self, at: int) -> bool:
        """Tell the "one of" in "X was one of nine people killed" and "one of the worst losses", which counts nobody."""
        lower = self.scan.lower
        if lower[at : at + 2] != ("one", "of"):
            return False
        if lower[at + 2 : at + 3] == ("the",) and (lower[at + 3].endswith("est") or lower[at + 3] in _MOST):
            return True
        if not at or lower[at - 1] not in BE | _NAMED_AS:
            return False
        return at + 2 in self.figures or (lower[at + 2 : at + 3] == ("the",) and at + 3 in self.figures)

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
        named = self.possessor(at)
        head = self.head(named.last + 1) if named is not None and self._is_tally(named.last + 1) else None
        if named is not None and head is not None and not self._names_another(named.last, head):
            return self.phrase_chunk("n", at, head.last, Phrase(at, head.last, None), head)
        if start >= len(lower) or start in self.figures:
            return None
        if not (start > at or self.noun_at(start) or self._state_here(start)):
            return None
        head = self.head(start)
        far = start > at and not owned and head.noun_at is not None and head.noun_at - start > 3
        if head.noun is None or far or self._names_another(start, head):
            return None
        return self.phrase_chunk("n", at, head.last, Phrase(at, head.last, None), head)

    def _names_another(self, start: int, head: Head) -> bool:
        """Tell "officials number B's losses", whose verb may be any: the losses are of whom is named right before."""
        if head.noun is None or head.noun.thing is not Thing.TOLL:
            return False
        return any(at in self.named for at in range(start + 1, head.last))

    def _is_tally(self, at: int) -> bool:
        """Tell "losses", "own casualties", "death toll" behind a party's name."""
        noun = self.head(at).noun if at < len(self.scan.lower) and at not in self.figures else None
        return noun is not None and noun.thing is Thing.TOLL and noun.measure is not None

    def _dead_here(self, at: int) -> Chunk | None:
        """Read "the dead", "number of dead" as a noun."""
        owners = [word for word in self.scan.lower[at : at + 2] if word in POSSESSIVES]
        named = self.possessor(at)
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
