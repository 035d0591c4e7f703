"""The flow of attribution: cues, speakers, contents, and what is carried on over sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.core.attribution.ahead import mention_right
from bot.core.attribution.carrying import goes_on, turns_away
from bot.core.attribution.clauses import find_cues
from bot.core.attribution.contents import (
    INSERTED,
    Spoken,
    give_contents,
    utterances_of,
    without_media,
    without_nested,
    without_reporters,
)
from bot.core.attribution.deeds import attacks
from bot.core.attribution.hearing import Hearing, agrees
from bot.core.attribution.introductions import led_by, offices
from bot.core.attribution.lexicon import PLACE, Voices
from bot.core.attribution.lines import DATELINE, STAMP, Line, line_of
from bot.core.attribution.media import medium_of
from bot.core.attribution.memory import BODY_KIND, MANY, PERSON, Memory, Speaker
from bot.core.attribution.movements import militants_act, movement_of, names_rulers
from bot.core.attribution.nouns import (
    BACKGROUND,
    CLAIM_NOUNS,
    ENVOYS,
    LINKS,
    LOADED,
    LOSSES,
    PAPERS,
    RELATIVES,
    SPEAKER_NOUNS,
)
from bot.core.attribution.outlets import UNKNOWN, Outlet, read_outlet
from bot.core.attribution.phrases import Mention
from bot.core.attribution.posts import posts
from bot.core.attribution.quotes import runs_into
from bot.core.attribution.setting import Setting
from bot.core.attribution.speakers import TOLD, Identifier
from bot.core.attribution.subjects import Found, topic_of
from bot.core.model import OTHER, AttributedSentence, Sentence, Side, Span, Utterance
from bot.core.text import word_set

_ASIDE: Final = 3
_REPEATING: Final = word_set("repeat restate reiterate confirm stand stick reaffirm")
_OF_THESE: Final = frozenset({("of", "these"), ("of", "them"), ("of", "those")})
_FACING: Final = word_set("counterpart counterparts")
_ELDERS: Final = word_set("jirga jirgas elders")
_WORD: Final = word_set("word comment response reaction statement reply")


def attribute(
    title: str, sentences: Sequence[Sentence], voices: Voices, *, published: datetime | None = None, source: str = ""
) -> tuple[AttributedSentence, ...]:
    """Return each sentence of a text with the voices in it, in order; `source` is the outlet's name."""
    return attribute_text(title, sentences, voices, published=published, source=source)[0]


def attribute_text(
    title: str, sentences: Sequence[Sentence], voices: Voices, *, published: datetime | None, source: str
) -> tuple[tuple[AttributedSentence, ...], "Told"]:
    """Return the sentences with their voices, and what the text tells about its people and its home."""
    before = is_before_regime(voices, published)
    lines = _lines(sentences, voices, before)
    outlet = read_outlet(source, voices)
    told = Told(headline=line_of(title, voices, before_regime=before, dated=False), outlet=outlet)
    cues = [find_cues(line) for line in lines]
    first = _Flow(voices, lines, cues, told, sentences)
    found = first.run()
    heard = Told(first.memory.met | told.people, first.memory.home, outlet=outlet)
    # A second pass knows from the start who is introduced; where nobody is, it would read the same.
    return (_Flow(voices, lines, cues, told, sentences).run() if told.people else found), heard


def attribute_headline(title: str, cues: list[Found], line: Line, voices: Voices, told: "Told") -> AttributedSentence:
    """Return a headline with the voices in it, given what its text has told."""
    return _Flow(voices, [line], [cues], told, [Sentence(title, 0, len(title))]).run()[0]


def is_before_regime(voices: Voices, published: datetime | None) -> bool:
    """Tell whether a report is older than the rule of those whose name the theatre counts as a government's."""
    return voices.regime_since is not None and published is not None and published.date() < voices.regime_since


def _lines(sentences: Sequence[Sentence], voices: Voices, before: bool) -> list[Line]:
    lines = []
    opened = False
    for at, sentence in enumerate(sentences):
        line = line_of(sentence.text, voices, opened=opened, before_regime=before)
        opened = bool(line.quoted and line.quoted[-1]) and len(sentence.text) > len('""')
        opened = opened and runs_into([one.text for one in sentences[at + 1 :]])
        lines.append(line)
    return lines


@dataclass(slots=True)
class Told:
    """What is known of a text beforehand: people by name, the side that it is written from, headline, outlet."""

    people: dict[str, Speaker] = field(default_factory=dict)
    home: Side | None = None
    headline: Line | None = None
    outlet: Outlet = UNKNOWN


class _Flow:
    """One pass over a text; `told` keeps who was introduced by name, for a second pass."""

    def __init__(
        self,
        voices: Voices,
        lines: Sequence[Line],
        cues: Sequence[list[Found]],
        told: Told,
        sentences: Sequence[Sentence],
    ) -> None:
        self.voices = voices
        self.told = told
        self.lines = lines
        opening = sentences[0].text if sentences else ""
        self.setting = Setting(voices, lines, opening, told.headline, told.outlet)
        self.cues = cues
        self.sentences = sentences
        self.sides = self.setting.sides
        self.memory = Memory(
            people=told.people,
            home=self.setting.home() or told.home or told.outlet.home,
            pair=self.setting.pair(),
            fallback=self.setting.weightier(),
            native=told.outlet.home,
            plain=voices.plain,
            elders=told.headline is not None and bool(_ELDERS.intersection(told.headline.low)),
        )
        if told.headline is not None:
            self.memory.offices.update((office, side) for office, side, _ in offices(told.headline))
            self.memory.militants = militants_act(told.headline, ())
        self.identifier = Identifier(self.sides, self.memory)
        self.hearing = Hearing(voices.theatre, self.memory, self.identifier)
        self.current: list[Speaker] = []
        self.spoke = False

    def run(self) -> tuple[AttributedSentence, ...]:
        """Attribute the sentences in order; a quotation opened before its speaker is named goes to that speaker."""
        found = [self._sentence(at) for at in range(len(self.lines))]
        for span, signature in posts(found):
            author = Utterance(self._author(signature), signature, Span(0, 0), None, None, "post")
            found[span.start : span.stop] = [_whole(found[at], author) for at in span]
        issuer = self.told.outlet.voice or self.setting.issuer(self.memory.home)
        if issuer is not None:
            communique = Utterance(issuer, None, Span(0, 0), None, None, "communique")
            found = [one if one.utterances else _whole(one, communique) for one in found]
        for at in range(len(found) - 2, -1, -1):
            following = found[at + 1]
            if self._opens(at) and following.utterances:
                found[at] = _whole(found[at], replace(following.utterances[-1], rule="carried back"))
        return tuple(found)

    def _author(self, signature: str) -> Side:
        """Return the side of whoever signed a post, `OTHER` where the text does not tell who that is."""
        line = line_of(signature, self.voices, dated=False)
        mention = mention_right(line, 0)
        author = self.identifier.speakers(line, mention)[0] if mention is not None else None
        return author.side or OTHER if author is not None and author.ground in {TOLD, "office"} else OTHER

    def _opens(self, at: int) -> bool:
        """Tell a sentence that begins a quotation, leaves it open and names nobody."""
        line = self.lines[at]
        return bool(line.low) and line.low[0] == '"' and all(line.quoted) and not self.cues[at]

    def _sentence(self, at: int) -> AttributedSentence:
        line = self.lines[at]
        self._open(line)
        spoken = give_contents(line, self._speakers(line, self.cues[at]))
        utterances = utterances_of(line, spoken) or self._carried(at, line)
        self._remember(at, spoken, carried=bool(utterances))
        sides = {one.side for one in utterances}
        return AttributedSentence(
            self.sentences[at], tuple(side for side in self.voices.theatre.claimants if side in sides), utterances
        )

    def _open(self, line: Line) -> None:
        """Take note of who the sentence is about before its speakers are asked for."""
        self.memory.summoned = self.memory.envoy
        self.memory.elders |= bool(_ELDERS.intersection(line.low))
        self.memory.main = self.memory.about = self.memory.envoy = None
        for office, side, holder in offices(line):
            if holder is not None:
                self.memory.introduce(holder)
            self.memory.offices.pop(office, None)
            self.memory.offices[office] = side
            if office & ENVOYS and side in self.sides:
                self.memory.envoy = side
        subject = topic_of(line)
        if subject is None or subject.pronoun or not line.speaks(subject.start, subject.end):
            return
        main = self.identifier.speakers(line, subject)[0]
        if main.side is None:
            return
        led = led_by(line)
        if led is not None and main.side in self.sides:
            self.memory.introduce(replace(led, side=main.side))
        self.memory.about = main
        if main.kind == PERSON and main.names and main.sure and main.side in self.sides:
            self.memory.introduce(main)
        if main.kind != MANY:
            self.memory.main = main

    def _speakers(self, line: Line, cues: Sequence[Found]) -> list[Spoken]:
        spoken: list[Spoken] = []
        for found in cues:
            if found.manner == "agentless":
                told = found.cue is None and any(one.mention is not None for one in cues)
                owned = found.rejects and any(_claims_it(line, found, one.side) for one in self.current)
                if self.current and self.spoke and not told and not owned and not set(line.low) & BACKGROUND:
                    spoken.append(Spoken(found, self.current))
                continue
            if found.mention is None:
                continue
            self.memory.medium = medium_of(line, found, cues, self.voices, self.memory)
            earlier = next((one for one in spoken if one.found.mention is found.mention), None)
            speakers = earlier.speakers if earlier else self._who(line, found, spoken)
            if found.manner == "cited" and not any(one.side in self.sides for one in speakers):
                continue
            inner = bool(spoken) and _is_inner(line, found, found.mention)
            if not earlier:
                for speaker in speakers:
                    self.memory.learn(speaker, inner=inner)
                if not inner:
                    self.memory.recent = self._recent(speakers)
            spoken.append(Spoken(found, speakers, inner=inner))
        return without_nested(line, without_reporters(line, without_media(spoken)))

    def _who(self, line: Line, found: Found, spoken: Sequence[Spoken]) -> list[Speaker]:
        """Return who speaks at a cue that nobody has spoken at before."""
        speakers = _same(found, spoken) or self.hearing.identify(line, found)
        if found.manner == "label":
            return [_labelled(line, one) for one in speakers]
        if found.manner == "nominal" and spoken:
            return [self._owning(one, spoken[-1]) for one in speakers]
        return speakers

    def _owning(self, owner: Speaker, outer: Spoken) -> Speaker:
        """Return whose "the army's count" is that a speaker repeats or rejects, where nothing else tells."""
        side = outer.speakers[-1].side
        repeats = outer.found.cue is not None and outer.found.cue.lemma in _REPEATING and not owner.sure
        told = owner.ground in {TOLD, "office", ""} and not repeats
        if told or owner.names or not owner.official or side not in self.sides:
            return owner
        return replace(owner, side=self.voices.theatre.enemy(side) if outer.found.rejects else side)

    def _recent(self, speakers: Sequence[Speaker]) -> Side | None:
        """Return the side whose voice is heard now, `OTHER` for a third country's, None for one that tells none."""
        if any(one.foreign and one.side == OTHER for one in speakers):
            return OTHER
        heard = {one.side for one in speakers if one.side in self.sides}
        return heard.pop() if len(heard) == 1 else None

    def _remember(self, at: int, spoken: Sequence[Spoken], *, carried: bool) -> None:
        line = self.lines[at]
        places = [hit for hit in line.hits.values() if hit.sort == PLACE and not line.is_origin(hit.start)]
        self.memory.near = bool(places)
        if places:
            self.memory.place = places[-1].side
        self.memory.accused = self.hearing.accused(line, spoken)
        facing = (side for office, side, holder in offices(line) if office & _FACING and holder is None)
        self.memory.counterpart = next(facing, None) if spoken else None
        if spoken:
            self.current = next((one.speakers for one in reversed(spoken) if not one.inner), spoken[-1].speakers)
            self.spoke = True
            relayed = all(one.found.manner == "cited" for one in spoken)
            self.memory.topic = self.memory.main if relayed and _is_outlet(self.memory.main) else None
        followed = (bool(spoken) or carried) and all(one.side != OTHER for one in self.current)
        self.memory.movement = movement_of(line) or (self.memory.movement if followed else None)
        ruling = any(one.side == self.voices.regime_side and one.sure for each in spoken for one in each.speakers)
        self.memory.rulers |= ruling or names_rulers(line)
        self.memory.militants |= militants_act(line, self.cues[at])
        if spoken or carried:
            return
        self.memory.recent = self._silent(line)
        if _cites(self.cues[at]):
            self.memory.topic = Speaker(OTHER, None, BODY_KIND, roles=frozenset({"outlet"}))
        subject = topic_of(line)
        if subject is not None and not subject.pronoun and line.speaks(subject.start, subject.end):
            topics = self.identifier.speakers(line, subject)
            self.memory.topic = topics[0]
            shared = any(prep == "between" for prep, _, _ in subject.tails)
            told = topics[0].side in self.sides and _is_somebody(line, subject) and not shared
            if told and not attacks(line, subject.end, topics[0].side):
                self.memory.recent = topics[0].side

    def _silent(self, line: Line) -> Side | None:
        """Return whose silence a sentence tells of ("there was no word from Y"): Y may speak next."""
        for at, word in enumerate(line.low[:-2]):
            if word in _WORD and line.low[at - 1] == "no" and line.low[at + 1] in {"from", "by"}:
                hits = (hit for hit in line.covering[at + 2 : at + 5] if hit is not None)
                return next((hit.side for hit in hits if hit.side in self.sides), None)
        return None

    def _carried(self, at: int, line: Line) -> tuple[Utterance, ...]:
        """Return the last speaker's word for a sentence that carries a statement on without saying so."""
        anew = STAMP.match(line.text) or DATELINE.match(line.text) or _cites(self.cues[at])
        carried = bool(self.current) and not anew and self._carries(at, line)
        self.spoke = carried
        if not carried:
            return ()
        whole = Span(0, len(line.text))
        return tuple(
            Utterance(one.side or OTHER, one.by, whole, None, None, "guess carried on" if one.guessed else "carried on")
            for one in self.current
        )

    def _carries(self, at: int, line: Line) -> bool:
        """Tell a quotation carried on, a communique's words, a link back, or a sentence between two of one speaker."""
        beside = [word for at, word in enumerate(line.low) if word[0].isalnum() and not line.quoted[at]]
        if any(line.quoted) and len(beside) <= _ASIDE:
            return not self._answers(beside)
        words = set(line.low)
        main = self.memory.main
        if main is not None and main.sure and main.official and main.side not in {one.side for one in self.current}:
            return False
        if not self.spoke or turns_away(line):
            return False
        sided = {one.side for one in self.current} <= set(self.sides)
        if line.low[:2] in _OF_THESE or (sided and (words & LOADED or words & self.voices.usage.keys())):
            return True
        if goes_on(line) and sided:
            return True
        return bool(words & LOSSES and words & LINKS) or self._between(at)

    def _answers(self, words: Sequence[str]) -> bool:
        """Tell whether the words beside a quotation name somebody else who has spoken ("Y shot back")."""
        named = (self.memory.people.get(word) for word in words)
        return any(one is not None and one.side not in {now.side for now in self.current} for one in named)

    def _between(self, at: int) -> bool:
        """Tell whether the next sentence goes on with the speaker of the last one."""
        if at + 1 >= len(self.lines) or not self.cues[at + 1]:
            return False
        line, mention = self.lines[at + 1], self.cues[at + 1][0].mention
        about = self.memory.about
        if mention is None or (about is not None and about.kind == PERSON) or _is_outlet(about):
            return False
        if mention.pronoun:
            return agrees(mention.pronoun, self.current[0])
        named = set(line.low[mention.start : mention.end])
        return bool(named & self.current[0].names) or (line.low[mention.start] == "the" and bool(named & PAPERS))


def _is_inner(line: Line, found: Found, mention: Mention) -> bool:
    """Tell a voice told of in another's words: "Y's claim", "in which, Y says,", "rockets that Y says killed"."""
    if found.manner == "nominal":
        return True
    if found.manner not in {"according", "active"}:
        return False
    at = found.head if found.manner == "according" else mention.start
    return line.low[max(0, at - 2) : at] in INSERTED or (at > 0 and line.low[at - 1] in RELATIVES | {"that"})


def _claims_it(line: Line, found: Found, side: Side | None) -> bool:
    """Tell "the ... claim was rejected" of a side's own claim, which it does not reject."""
    spans = ((hit.end, hit.side) for hit in line.covering[: found.at] if hit is not None)
    return any(owner == side and CLAIM_NOUNS.intersection(line.low[end : end + 3]) for end, owner in spans)


def _labelled(line: Line, speaker: Speaker) -> Speaker:
    """Take a people for its side where it stands as a headline's label ("Y's: ...")."""
    hit = line.covering[speaker.start]
    people = hit is not None and hit.role == "demonym" and (hit.start, hit.end) == (speaker.start, speaker.end)
    return replace(speaker, side=hit.side) if hit is not None and people else speaker


def _whole(attributed: AttributedSentence, voice: Utterance) -> AttributedSentence:
    """Give a whole sentence to one voice that no word of it names."""
    whole = Span(0, len(attributed.sentence.text))
    voice = replace(voice, content=whole, cue=None, speaker=None, rejects=False)
    return replace(attributed, by=(voice.side,), utterances=(voice,))


def _same(found: Found, spoken: Sequence[Spoken]) -> list[Speaker]:
    """Return who spoke earlier in the sentence, where a pronoun goes on with it ("Y said, though he conceded")."""
    pronoun = found.mention.pronoun if found.mention is not None else ""
    if not pronoun or not spoken or found.rejects:
        return []
    return [speaker for speaker in spoken[-1].speakers if agrees(pronoun, speaker)]


def _is_somebody(line: Line, subject: Mention) -> bool:
    """Tell "Y" and "Y's police" from "Y's lorries"."""
    last = subject.end - 1
    return line.covering[last] is not None or line.low[last] in SPEAKER_NOUNS or line.is_name(last)


def _cites(cues: Sequence[Found]) -> bool:
    """Tell a sentence that quotes somebody who is neither side's: a medium tells it, whatever it is called."""
    return any(found.manner == "cited" for found in cues)


def _is_outlet(speaker: Speaker | None) -> bool:
    """Tell a medium, which may go on with what somebody told it."""
    return speaker is not None and speaker.kind == BODY_KIND and "outlet" in speaker.roles
