"""Cut a sentence into chunks: counted noun phrases, loss words, auxiliaries, breaks, and the rest word by word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.core.figures import FoundFigure, find_figures
from bot.core.losses.lexicon import (
    ADVERBS,
    BE,
    HAVE,
    LOSS_WORDS,
    NOUNS,
    STOPS,
    LossWord,
    Noun,
    Shape,
    Thing,
    by_first_word,
)
from bot.core.model import Figure, Kind, Side
from bot.core.text import Token, tokenise
from bot.core.wordlists import word_list, word_set

_REACH: Final = 6
_COMPLEMENT: Final = 9
_QUOTES: Final = frozenset({'"', "'", "-"})
_BREAKS: Final = frozenset({";", ":", ".", "!", "?", "(", ")", "[", "]"})
_CONJUNCTIONS: Final = frozenset({"and", "or", "&", "plus"})
_SUBORDINATORS: Final = word_set(
    "when while whereas as after before since until because although though if but that which who where so whose "
    "whom than however"
)
_PREPOSITIONS: Final = word_set(
    "in on at near around across along from by with without for during over under between against into through within "
    "inside outside towards toward to of among amid despite per via following including"
)
# A kind of aircraft by its number: "F-16", "JF-17", "MiG-21".
_AIRFRAME: Final = re.compile(r"(?:f|jf|j|mig|mi|su|uh|ah|an|cn)-?\d{1,3}")
_COUNTED_ROLES: Final = frozenset({"people", "regime", "militant", "forces"})
_DETERMINERS: Final = frozenset({"the", "a", "an", "its", "their", "our", "his", "her", "my", "your", "any"})
_REGIMES: Final = frozenset({"regime", "government", "administration", "authorities", "state", "movement"})
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
_EVENTS: Final = word_set(
    "bombing bombings strike strikes airstrike airstrikes attack attacks raid raids shelling fire firing bombardment "
    "assault aggression violence clash clashes fighting explosion explosions blast blasts"
)
_POSSESSIVES: Final = frozenset({"its", "their", "our", "his", "her", "my", "your"})
_ARTICLES: Final = frozenset({"a", "an"})
_COLLECTIVES: Final = frozenset({"personnel", "members", "member", "men"})


class Mention(NamedTuple):
    """A party named in a sentence: its code, how it is named, and the tokens."""

    code: Side
    role: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words to look for, under the first word of each phrase: nouns, loss words, parties."""

    nouns: Mapping[str, tuple[tuple[tuple[str, ...], Noun], ...]]
    loss_words: Mapping[str, tuple[tuple[tuple[str, ...], LossWord], ...]]
    parties: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Side, str]], ...]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may be a loss: tokens `first` to `last`, its figure, head noun and the sides named in it.

    `partitive` is "them", "those" or "the" where the figure is a part ("two of them"); `owner` the possessive word;
    `state` a loss word before the noun ("wounded soldiers"); `article` marks "a", "an" read as one.
    """

    first: int
    last: int
    figure: FoundFigure | None
    noun: Noun | None = None
    noun_at: int | None = None
    state: LossWord | None = None
    mentions: tuple[Mention, ...] = ()
    owner: str | None = None
    partitive: str | None = None
    article: bool = False
    words: tuple[str, ...] = ()

    @property
    def figure_is_none(self) -> bool:
        """Tell "no", "none", "zero"."""
        return self.figure is not None and self.figure.is_none


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a sentence; `code` is N counted phrase, n phrase, V loss word, b be, h have, a adverb, & and, `,`,
    p preposition, | break, s subordinator, x number of something else, w any other word.
    """

    code: str
    first: int
    last: int
    lower: str
    phrase: Phrase | None = None
    word: LossWord | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A sentence with its tokens, the parties named in it and its chunks."""

    text: str
    tokens: tuple[Token, ...]
    lower: tuple[str, ...]
    mentions: tuple[Mention, ...]
    chunks: tuple[Chunk, ...] = field(default=())


def compile_lexicon(parties: Mapping[tuple[str, ...], tuple[Side, str]], own_words: Sequence[str]) -> Lexicon:
    """Return the tables of the language joined with a theatre's parties and its words for one's own dead."""
    losses = dict(LOSS_WORDS)
    for phrase in own_words:
        losses[tuple(phrase.casefold().split())] = LossWord(
            Shape.INTRANSITIVE, LOSS_WORDS[("embraced", "martyrdom")].measures, own=True
        )
    return Lexicon(by_first_word(NOUNS), by_first_word(losses), by_first_word(parties))


def bare(lower: str) -> str:
    """Return a word without a possessive ending."""
    return lower.removesuffix("'s").removesuffix("'") or lower


def scan_sentence(text: str, lexicon: Lexicon) -> Scan:
    """Return the chunks of one sentence."""
    tokens = tokenise(text)
    lower = tuple(token.lower for token in tokens)
    mentions = _mentions(tokens, lexicon)
    scan = Scan(text, tokens, lower, mentions)
    figures = {found.first: found for found in find_figures(tokens, text)}
    return Scan(text, tokens, lower, mentions, _Chunker(scan, lexicon, figures).chunks())


def _mentions(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Mention, ...]:
    found = []
    stripped = [bare(token.text if token.text.isupper() and len(token.text) < 3 else token.lower) for token in tokens]
    at = 0
    while at < len(tokens):
        for words, (code, role) in lexicon.parties.get(stripped[at], ()):
            if tuple(stripped[at : at + len(words)]) == words:
                found.append(Mention(code, role, at, at + len(words)))
                at += len(words) - 1
                break
        at += 1
    return tuple(found)


def _match(
    table: Mapping[str, tuple[tuple[tuple[str, ...], object], ...]], lower: Sequence[str], at: int
) -> tuple[int, object] | None:
    for words, entry in table.get(lower[at], ()):
        if tuple(lower[at : at + len(words)]) == words:
            return at + len(words), entry
    return None


@dataclass(slots=True)
class _Head:
    """What the search for a head noun has found so far."""

    noun: Noun | None = None
    noun_at: int | None = None
    last: int = 0
    state: LossWord | None = None
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class _Chunker:
    scan: Scan
    lexicon: Lexicon
    figures: Mapping[int, FoundFigure]

    def chunks(self) -> tuple[Chunk, ...]:
        """Return the chunks of the sentence from left to right."""
        found = []
        at = 0
        while at < len(self.scan.tokens):
            chunk = self._chunk_at(at)
            found.append(chunk)
            at = chunk.last
        return tuple(found)

    def _chunk_at(self, at: int) -> Chunk:
        lower = self.scan.lower
        counted = self._counted(at)
        if counted is not None:
            return counted
        loss = self._loss_at(at)
        if loss is not None and not self._is_noun_here(at, loss[1]):
            if (
                loss[1].shape is Shape.PART
                and loss[0] == at + 1
                and lower[at] in {"wounded", "injured", "dead", "killed", "captured"}
            ):
                phrase = self._plain(at)
                if (
                    phrase is not None
                    and phrase.phrase is not None
                    and phrase.phrase.state is not None
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

    def _is_noun_here(self, at: int, word: LossWord) -> bool:
        """Tell "the dead", "the wounded", "martyrs" from the verbs of the same letters."""
        lower = self.scan.lower
        if _match(self.lexicon.nouns, lower, at) is None:
            return False
        before = lower[at - 1] if at else ""
        return word.shape is Shape.STATE and before in {"the", "its", "their", "of", "our", "own", "his"}

    def _loss_at(self, at: int) -> tuple[int, LossWord] | None:
        found = _match(self.lexicon.loss_words, self.scan.lower, at)
        if found is not None and isinstance(found[1], LossWord):
            return found[0], found[1]
        return None

    def _noun_at(self, at: int) -> tuple[int, Noun] | None:
        found = _match(self.lexicon.nouns, self.scan.lower, at) or _match(
            self.lexicon.nouns, (*self.scan.lower[:at], bare(self.scan.lower[at])), at
        )
        if found is not None and isinstance(found[1], Noun):
            return found[0], found[1]
        if _AIRFRAME.fullmatch(self.scan.lower[at]) or (
            _AIRFRAME.fullmatch("".join(self.scan.lower[at : at + 3])) and self.scan.lower[at + 1 : at + 2] == ("-",)
        ):
            last = at + (1 if _AIRFRAME.fullmatch(self.scan.lower[at]) else 3)
            return last, Noun(Thing.AIRCRAFT, Kind.MATERIEL)
        for mention in self.scan.mentions:
            if mention.first == at and mention.role in _COUNTED_ROLES:
                return _party_noun(mention)
        return None

    def _word(self, at: int) -> Chunk:
        lower = self.scan.lower[at]
        for codes, words in (
            ("|", _BREAKS),
            (",", {","}),
            ("&", _CONJUNCTIONS),
            ("b", BE),
            ("h", HAVE),
            ("a", ADVERBS),
            ("s", _SUBORDINATORS),
            ("p", _PREPOSITIONS),
        ):
            if lower in words:
                return Chunk(codes, at, at + 1, lower)
        if lower == "-" and self._is_spaced(at):
            return Chunk("|", at, at + 1, lower)
        return Chunk("w", at, at + 1, lower)

    def _is_spaced(self, at: int) -> bool:
        tokens = self.scan.tokens
        return (
            0 < at < len(tokens) - 1 and tokens[at - 1].end < tokens[at].start and tokens[at].end < tokens[at + 1].start
        )

    def _counted(self, at: int) -> Chunk | None:
        """Return the counted phrase that starts at `at`: "58 soldiers", "eight of its men", "a child", "another 11"."""
        lower = self.scan.lower
        start = at
        while start < len(lower) and lower[start] in _BEFORE_FIGURE and start - at < 3:
            if start in self.figures:
                break
            start += 1
        found = self.figures.get(start)
        if found is None or (start > at and lower[start - 1] in _POSSESSIVES and found.is_none):
            return self._single(at)
        return self._after_figure(at, found)

    def _single(self, at: int) -> Chunk | None:
        lower = self.scan.lower[at]
        if lower == "without":
            return self._without(at)
        if lower in _POSSESSIVES and self.scan.lower[at + 1 : at + 2] == ("pilot",):
            words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at + 1].end]
            return self._after_figure(at, FoundFigure(Figure(1, 1, words=words), at, at + 1), article=True)
        sole = self._sole(at)
        if sole is not None:
            return sole
        if lower not in _ARTICLES and lower != "another":
            return self._some(at) if lower == "some" else None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at].end]
        found = FoundFigure(Figure(1, 1, words=words), at, at + 1)
        chunk = self._after_figure(at, found, article=True)
        return chunk if chunk.phrase is not None and chunk.phrase.noun is not None else None

    def _sole(self, at: int) -> Chunk | None:
        """Read "one country's fighter jet" as one, where a party owns a single aircraft."""
        owner = next((m for m in self.scan.mentions if m.first == at and m.role in {"state", "seat"}), None)
        if owner is None or self.scan.lower[owner.last : owner.last + 1] != ("'s",):
            return None
        head = self._head(owner.last + 1)
        if head.noun is None or head.noun.thing is not Thing.AIRCRAFT or self.scan.lower[head.last - 1].endswith("s"):
            return None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[owner.last].end]
        return self._after_figure(at, FoundFigure(Figure(1, 1, words=words), at, owner.last + 1), article=True)

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
        head = self._head(start)
        if head.noun is None or head.noun.measure is None:
            return None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at].end]
        found = FoundFigure(Figure(0, 0, words=words), at, at + 1)
        return self._phrase_chunk("N", at, head.last, Phrase(at, head.last, found), head)

    def _some(self, at: int) -> Chunk | None:
        """Read "some soldiers" as several; "some of" and "some" before another word stay words."""
        head = self._head(at + 1)
        if head.noun is None or head.noun.trait == "other" or head.noun.thing is Thing.TOLL:
            return None
        words = self.scan.text[self.scan.tokens[at].start : self.scan.tokens[at].end]
        return self._after_figure(at, FoundFigure(Figure(3, None, approx=True, words=words), at, at + 1))

    def _after_figure(self, at: int, found: FoundFigure, *, article: bool = False) -> Chunk:
        lower = self.scan.lower
        start, owner, partitive = self._partitive(found.last)
        head = self._head(start)
        if head.noun is None and partitive is None and not self._may_stand_alone(found.last):
            return Chunk("x", at, found.last, " ".join(lower[at : found.last]))
        last = max(head.last if head.noun is not None else start, found.last)
        return self._phrase_chunk(
            "N", at, last, Phrase(at, last, found, owner=owner, partitive=partitive, article=article), head
        )

    def _phrase_chunk(self, code: str, at: int, last: int, phrase: Phrase, head: _Head) -> Chunk:
        last, kinds, more = self._coordinated(last, head)
        last, complement = self._complement(last, head)
        mentions = tuple(m for m in self.scan.mentions if at <= m.first < max(last, complement))
        last = max(last, complement)
        lower = self.scan.lower[at:last]
        noun = _kind_of(head, kinds, lower, more)
        owner = phrase.owner or next((word for word in lower if word in _POSSESSIVES), None)
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

    def _partitive(self, at: int) -> tuple[int, str | None, str | None]:
        """Read "of them", "of its own", "of the": where the noun starts, the possessive, the kind of part."""
        lower = self.scan.lower
        if at + 1 >= len(lower) or lower[at] != "of":
            return at, None, None
        word = lower[at + 1]
        if word in {"them", "whom", "which", "us", "those", "these"}:
            return at + 2, None, "those" if word in {"those", "these"} else "them"
        if word in {"theirs", "ours"}:
            return at + 2, word, "them"
        if word in _POSSESSIVES:
            own = at + 2 < len(lower) and lower[at + 2] == "own"
            alone = own and self._head(at + 3).noun is None
            return at + 2 + own, word, "own" if alone else None
        if (
            word == "the"
            and at + 2 < len(lower)
            and lower[at + 2]
            in {
                "dead",
                "wounded",
                "injured",
                "killed",
                "victims",
                "casualties",
                "deceased",
                "fatalities",
                "slain",
                "deaths",
                "fallen",
            }
        ):
            return at + 3, None, {"dead": "dead"}.get(lower[at + 2], lower[at + 2])
        return at + (2 if word == "the" else 1), None, None

    def _may_stand_alone(self, at: int) -> bool:
        """Tell whether a figure with no noun may be a count: the next word is none that it could count."""
        lower = self.scan.lower
        if at >= len(lower):
            return True
        word = lower[at]
        if word in STOPS or word in ADVERBS or word in _CONJUNCTIONS or not word[0].isalnum():
            return True
        return self._loss_at(at) is not None or word in {"on", "lost", "were"}

    def _head(self, at: int) -> _Head:
        """Look up to six words on for the head noun."""
        lower = self.scan.lower
        head = _Head(last=at)
        reach = at + _REACH
        while at < min(reach, len(lower)):
            word = lower[at]
            if at in self.figures or word in _DETERMINERS or word == "," or (word in STOPS and word not in {"other"}):
                break
            loss = self._loss_at(at)
            noun = self._noun_at(at)
            if loss is not None and (noun is None or head.noun is not None or loss[1].shape is Shape.STATE):
                if head.noun is not None and head.noun.trait != "party":
                    break
                if self._head(loss[0]).noun is None or loss[1].shape is Shape.ACTIVE:
                    break
                head.state = loss[1]
                at = loss[0]
                continue
            if noun is not None:
                head.kinds = (*head.kinds, noun[1].kind)
                self._take(head, noun[1], at, noun[0])
                at = noun[0]
                continue
            if not (word[0].isalnum() or word in _QUOTES or word == "'s"):
                break
            if word == "-" and self._is_spaced(at):
                break
            if head.noun is not None and head.noun.trait == "party" and word[0].isalpha():
                head.noun = None
            at += 1
        return head

    @staticmethod
    def _take(head: _Head, noun: Noun, at: int, last: int) -> None:
        if noun.trait == "party" and head.noun is not None and head.noun.trait not in {"party", "other"}:
            return
        if noun.trait == "other" and head.noun is not None:
            return
        head.noun, head.noun_at, head.last = noun, at, last

    def _coordinated(self, last: int, head: _Head) -> tuple[int, tuple[Kind, ...], bool]:
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
            second = self._head(last + 1)
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
        second = self._head(at + 1)
        if second.noun is None or at + 1 in self.figures or second.last >= len(self.scan.lower) or second.last - at > 3:
            return False
        third = self._head(second.last + 1) if self.scan.lower[second.last] == "and" else None
        return (
            third is not None
            and third.noun is not None
            and second.last + 1 not in self.figures
            and third.noun.thing is second.noun.thing
        )

    def _complement(self, last: int, head: _Head) -> tuple[int, int]:
        """Follow "of ..." behind a noun as far as it names whose they are."""
        lower = self.scan.lower
        if head.noun is None or last >= len(lower) or lower[last] != "of":
            return last, last
        if head.noun.trait in {"number", "body", "count"} or (head.noun.measure is not None):
            return last, last
        end = last
        at = last + 1
        while at < min(last + _COMPLEMENT, len(lower)):
            word = lower[at]
            mention = next((m for m in self.scan.mentions if m.first == at), None)
            if mention is not None:
                at = end = mention.last
                continue
            if word in _EVENTS:
                return last, last
            if word in {"one", "a", "same", "single"} or word == "'s":
                at += 1
                continue
            if (
                at in self.figures
                or (word in STOPS and word not in {"of", "and"})
                or self._loss_at(at) is not None
                or not (word[0].isalnum() or word in _QUOTES)
            ):
                break
            noun = self._noun_at(at)
            at = noun[0] if noun is not None else at + 1
            if (
                noun is not None
                or word in _REGIMES
                or word in {"family", "household", "army", "force", "corps", "group", "military", "clan"}
            ):
                end = at
        if lower[end - 1 if end > last else last] in {"of", "and"}:
            end -= 1
        return last, end

    def _plain(self, at: int) -> Chunk | None:
        """Return the phrase without a figure that starts at `at`: "the number", "its own losses", "Afghan forces"."""
        lower = self.scan.lower
        dead = self._dead_here(at)
        if dead is not None:
            return dead
        start = at
        while (
            start < len(lower)
            and lower[start] in {"the", "its", "their", "our", "his", "own", "these", "those", "any", "more"}
            and start - at < 3
        ):
            start += 1
        owned = any(word in _POSSESSIVES for word in lower[at:start])
        if start >= len(lower) or not (start > at or self._noun_at(start) or self._state_here(start)):
            return None
        if start in self.figures:
            return None
        head = self._head(start)
        if head.noun is None or (start > at and not owned and head.noun_at is not None and head.noun_at - start > 3):
            return None
        return self._phrase_chunk("n", at, head.last, Phrase(at, head.last, None), head)

    def _dead_here(self, at: int) -> Chunk | None:
        """Read "the dead", "number of dead" as a noun."""
        start = at + 1 if self.scan.lower[at] == "the" else at
        loss = self._loss_at(start) if start < len(self.scan.lower) else None
        noun = self._noun_at(start) if loss is not None else None
        if loss is None or noun is None or not self._is_noun_here(start, loss[1]):
            return None
        head = _Head(noun[1], start, noun[0])
        return (
            Chunk(
                "n", at, noun[0], " ".join(self.scan.lower[at : noun[0]]), Phrase(at, noun[0], None, head.noun, start)
            )
            if self._head(start).noun is None
            else None
        )

    def _state_here(self, at: int) -> bool:
        loss = self._loss_at(at)
        return loss is not None and loss[1].shape in {Shape.PART, Shape.STATE}


def _party_noun(mention: Mention) -> tuple[int, Noun]:
    """Return a party's name read as a noun: "200 Taliban", "54 khwarij", "two Afghans"."""
    kinds = {"militant": Kind.MILITANT, "regime": Kind.MILITARY, "forces": Kind.MILITARY}
    kind = kinds.get(mention.role, Kind.UNSPECIFIED)
    return mention.last, Noun(Thing.PERSON, kind, "party")


_COMPLEMENT_KINDS: Final = (
    (
        frozenset({"forces", "army", "force", "corps", "police", "military", "levies", "constabulary", "force's"}),
        Kind.MILITARY,
    ),
    (frozenset({"family", "household", "clan"}), Kind.CIVILIAN),
)


def _kind_of(head: _Head, kinds: tuple[Kind, ...], lower: Sequence[str], more: bool) -> Noun | None:
    """Settle the kind of a head noun by the nouns beside it and what follows "of"."""
    noun = head.noun
    if noun is None:
        return None
    kind = noun.kind
    if noun.thing is Thing.TOLL and noun.kind is Kind.UNSPECIFIED:
        inside = [one for one in head.kinds if one is not Kind.UNSPECIFIED]
        kind = inside[0] if inside else kind
    elif noun.trait == "member" or (noun.kind is Kind.UNSPECIFIED and "men" in lower):
        kind = next((found for words, found in _COMPLEMENT_KINDS if words & {bare(word) for word in lower}), kind)
        kind = next((one for one in head.kinds if one is not Kind.UNSPECIFIED), kind)
    elif noun.kind is Kind.CIVILIAN and Kind.MILITARY in head.kinds:
        kind = Kind.CIVILIAN
    if more and any(one is not kind for one in kinds) and Kind.CIVILIAN in {kind, *kinds}:
        kind = Kind.UNSPECIFIED
    return noun if kind is noun.kind else Noun(noun.thing, kind, noun.trait, noun.measure)
