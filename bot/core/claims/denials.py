"""Read denials of losses: what is denied, by whom, and whose word is rejected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.attribution import voice_at
from bot.core.claims.deeds import is_of_denied_deed
from bot.core.claims.unfigured import bare_losses
from bot.core.losses.chunks import Scan
from bot.core.losses.view import Loss
from bot.core.model import AttributedSentence, Side, Utterance
from bot.core.wordlists import word_set

_DENY: Final = word_set(
    "denied denies deny denying rejected rejects reject rejecting dismissed dismisses dismiss dismissing refuted "
    "refutes refute refuting rubbished rubbishes rubbishing disputed disputes contested contests debunked debunks "
    "repudiated repudiates ridiculed ridicules mocked disowned spurned rebuffed rebutted rebuts rebutting"
)
_DENY_PAIRS: Final = frozenset(
    {
        ("brushed", "aside"),
        ("scoffed", "at"),
        ("laughed", "off"),
        ("laughed", "at"),
        ("laughs", "at"),
        ("sneered", "at"),
        ("jeered", "at"),
        ("scorn", "on"),
        ("issue", "with"),
        ("shrugged", "off"),
        ("waved", "away"),
        ("waved", "aside"),
    }
)
_SAYINGS: Final = word_set(
    "claim claims report reports allegation allegations suggestion suggestions assertion assertions account accounts "
    "rumour rumours rumor rumors talk figure figures statement statements news notion idea accusation accusations toll "
    "contention number numbers propaganda stories story count counts tally tallies footage videos video narrative "
    "announcement version boast boasts"
)
_FALSE: Final = word_set(
    "false baseless untrue unfounded fabricated lies lie propaganda groundless wrong incorrect "
    "concocted manufactured fabrication invention figment tale myth hoax devoid bogus "
    "nonsense tale misleading fake rubbish exaggerated disinformation fiction imaginary mirage fantasy fable fables "
    "fairytale dream dreams delusion delusional bunk hogwash farce fairy ludicrous absurd laughable preposterous "
    "made-up bluff deception drama falsehood falsehoods untruth untruths mendacious fictitious invented "
    "imagination imaginings joke jokes"
)
_BRANDINGS: Final = word_set(
    "called calls branded labelled labeled described describes termed terms dubbed calling branding describing "
    "terming labelling dismissed brands"
)
_NO_TRUTH: Final = frozenset({"truth", "substance", "basis", "foundation"})
_ENDS: Final = frozenset({";", "adding", "saying", "insisting", "claiming", "stating"})


@dataclass(frozen=True, slots=True)
class Denial:
    """A denied stretch of a sentence, in tokens: who denies, whose word is rejected, losses in it with no figure."""

    first: int
    last: int
    voice: Utterance | None
    rejected: Utterance | None
    losses: tuple[Loss, ...]


def read_denials(sentence: AttributedSentence, scan: Scan) -> tuple[Denial, ...]:
    """Return the denied stretches of a sentence that a side or other speaker denies."""
    found: list[Denial] = []
    for first, end, heard in _stretches(sentence, scan):
        last = _until_another_speaks(sentence, scan, (first, end), heard)
        if any(one.first < last and first < one.last for one in found):
            continue
        voice = _not_the_claimant(sentence, heard)
        rejected = heard if voice is None else _rejected(sentence, scan, first, last, voice)
        found.append(Denial(first, last, voice, rejected, tuple(bare_losses(scan, first, last))))
    return tuple(found)


def _not_the_claimant(sentence: AttributedSentence, voice: Utterance | None) -> Utterance | None:
    """Return who denies, None where nobody but the claimant is named ("A's claim that ... was rejected")."""
    if voice is None or voice.rule != "nominal" or voice.rejects:
        return voice
    return next((one for one in sentence.utterances if one.side != voice.side and one.rule != "nominal"), None)


def _until_another_speaks(
    sentence: AttributedSentence, scan: Scan, stretch: tuple[int, int], voice: Utterance | None
) -> int:
    """Return where a stretch ends: before "and an officer said", ", one capital says," and ", hours after"."""
    first, last = stretch
    for one in sentence.utterances:
        if one is voice or one.rejects or one.speaker is None or one.cue is None or one.rule == "nominal":
            continue
        at = next((i for i in range(first, last) if scan.tokens[i].start >= one.speaker.start), last)
        opens = scan.lower[at - 1] in _ANEW or scan.lower[at - 2 : at - 1] in _ANEW_BEFORE
        if first < at and opens and one.cue.start > one.speaker.start:
            last = min(last, at)
    return next((at for at in range(first + 1, last) if _tells_since_when(scan.lower, at)), last)


_ANEW: Final = frozenset({",", "and", "while", "but"})
_ANEW_BEFORE: Final = tuple((word,) for word in _ANEW)
_SPANS: Final = word_set("hours days weeks day week minutes")


def _tells_since_when(lower: Sequence[str], at: int) -> bool:
    """Tell ", hours after the other side said": what follows is not denied."""
    span = bool((_SPANS | {"a"}).intersection(lower[at + 1 : at + 2]))
    return lower[at] == "," and span and "after" in lower[at + 2 : at + 4]


def denial_over(denials: Iterable[Denial], loss: Loss, scan: Scan) -> Denial | None:
    """Return the denial in whose stretch the loss's figure stands, None where it is told as so."""
    found = next((one for one in denials if one.first <= loss.phrase.first < one.last), None)
    if found is None or _is_conceded(scan.lower, found.first, loss.phrase.first):
        return None
    figure = scan.tokens[loss.phrase.first].start
    first = found.first + (scan.lower[found.first] in _DENY)
    return None if is_of_denied_deed(scan.text[scan.tokens[first].start : figure]) else found


def _is_conceded(lower: Sequence[str], first: int, figure: int) -> bool:
    """Tell "rejected the claim of 200, conceding the loss of nine", "... but acknowledged three wounded"."""
    for at in range(figure - 1, max(first, figure - _CONCEDED_REACH) - 1, -1):
        if lower[at] in _DENY:
            return False
        if lower[at] in _CONCEDING:
            return lower[at].endswith("ing") or lower[at - 1] in _TURNING
    return False


_CONCEDED_REACH: Final = 8
_TURNING: Final = word_set(", and but while though although which who")
_CONCEDING: Final = word_set(
    "conceding concedes conceded acknowledging acknowledges acknowledged admitting admits admitted confirming confirms "
    "confirmed putting puts admit concede acknowledge"
)


def _stretches(sentence: AttributedSentence, scan: Scan) -> Iterable[tuple[int, int, Utterance | None]]:
    yield from _figure_denied_after(sentence, scan)
    for utterance in sentence.utterances:
        if utterance.rejects:
            first, last = _tokens_of(scan, utterance)
            yield from _around_denier(scan, utterance, first, _until_resumed(scan.lower, first, last))
    yield from _denied_after(sentence, scan)
    for at in range(len(scan.lower)):
        yield from _denied_by(sentence, scan, at)


def _denied_by(sentence: AttributedSentence, scan: Scan, at: int) -> Iterable[tuple[int, int, Utterance | None]]:
    """Read what the word at token `at` denies: a verb of denial, or a word for what is false."""
    lower = scan.lower
    word, before = lower[at], lower[at - 1] if at else ""
    if (word, *lower[at + 1 : at + 2]) in _DENY_PAIRS:
        yield (*_denied_by_verb(scan, at + 1), _voice_near(sentence, scan, at))
    elif word in _DENY and before not in {"not", "nor", "neither"} and not _is_attribute(word, before):
        yield (*_denied_by_verb(scan, at), _voice_near(sentence, scan, at))
    elif word == "nor" and "any" in lower[at + 1 : at + _NOR_REACH]:
        yield at + 1, _clause_end(lower, at + 1), _outer_voice(sentence, scan, at)
    elif word in _BRANDINGS and (told := _quoted_away(lower, at)) is not None:
        yield (*told, _voice_near(sentence, scan, at))
    elif word in _NO_TRUTH and before == "no":
        yield at + 1, _clause_end(lower, at + 1), _voice_near(sentence, scan, at)
    elif word in _NO_TRUTH and before == "without" and (said := _saying_before(scan, at)) is not None:
        yield said, at - 1, _outer_voice(sentence, scan, at)
    elif word in _FALSE or (before, word) == ("made", "up") or (word in _TRUE and before in _NOT):
        yield from _called_false(sentence, scan, at)


def _quoted_away(lower: Sequence[str], at: int) -> tuple[int, int] | None:
    """Return the saying that is called something in quotation marks: "called reports of dead civilians "a fable"."""
    said = next((i for i in range(at + 1, min(at + _SAID_REACH, len(lower))) if lower[i] in _SAYINGS), None)
    if said is None or lower[said + 1 : said + 2] not in _OPENINGS:
        return None
    quote = next((i for i in range(said, min(said + _QUOTE_REACH, len(lower))) if lower[i] in {'"', ",", ";"}), None)
    return (said, quote) if quote is not None and lower[quote] == '"' else None


_NOR_REACH: Final = 5
_SAID_REACH: Final = 5
_QUOTE_REACH: Final = 14


def _is_attribute(word: str, before: str) -> bool:
    """Tell "a contested area" and "the disputed line", which nobody rejects here."""
    return word in {"contested", "disputed"} and before in {"a", "an", "the", "this", "that", "its", "their"}


def _called_false(sentence: AttributedSentence, scan: Scan, at: int) -> Iterable[tuple[int, int, Utterance | None]]:
    """Read "called false the claim that ...", "the claim that ... was termed false", "false claims that ..."."""
    lower = scan.lower
    if lower[at + 1 : at + 2] == ("that",) and _IT_IS & set(lower[max(0, at - 3) : at]):
        yield at + 2, _clause_end(lower, at + 2), _outer_voice(sentence, scan, at)
        return
    verb = next((i for i in range(at - 1, -1, -1) if lower[i] not in {'"', "a", "an", "as", *_NOT}), at)
    branded = lower[verb] in _BRANDINGS
    told = next((i for i in range(at + 1, min(at + 5, len(lower))) if lower[i] in _SAYINGS), None) if branded else None
    if told is not None:
        yield told, _clause_end(lower, told), _voice_near(sentence, scan, verb)
        return
    end = _false_saying(lower, at + 1)
    if end is not None:
        voice = _outer_voice(sentence, scan, at)
        if voice is not None:
            yield at + 1, end, voice
        return
    said = _saying_before(scan, at)
    if said is None:
        return
    branding = _branding(scan, said, at)
    if branded:
        yield said, at, _voice_behind(sentence, scan, at) or _voice_near(sentence, scan, verb)
    elif branding == at:
        yield said, at, _outer_voice(sentence, scan, at)
    else:
        yield said, at, _voice_near(sentence, scan, branding)


_TRUE: Final = word_set("true correct accurate so right")
_NOT: Final = word_set("not never hardly n't")
_IT_IS: Final = word_set("is was 's are were")


def _false_saying(lower: Sequence[str], at: int) -> int | None:
    """Return where "(false) claims that ...", "(false) claims by Y that ..." and "(false) reports of 30 dead" end."""
    said, then = (*lower[at : at + 2], "", "")[:2]
    if said not in _SAYINGS:
        return None
    if then == "of":
        return next((end for end in range(at, len(lower)) if lower[end] in _OF_ENDS), len(lower))
    return _clause_end(lower, at) if then in {"that", "by"} and "that" in lower[at:] else None


_OF_ENDS: Final = word_set("and but were was are is had have has before after") | {",", ";", ":"}


def _around_denier(scan: Scan, denier: Utterance, first: int, last: int) -> Iterable[tuple[int, int, Utterance | None]]:
    """Leave out what hangs on the denier himself: "B, which puts its own dead at 23, rejected A's figure"."""
    speaker, cue = denier.speaker, denier.cue
    hung: list[int] = []
    if speaker is not None and cue is not None:
        hung = [at for at in range(first, last) if speaker.start <= scan.tokens[at].start < cue.start]
    if not hung:
        yield first, last, denier
        return
    if first < hung[0]:
        yield first, hung[0], denier
    yield hung[-1] + 1, last, denier


def _figure_denied_after(sentence: AttributedSentence, scan: Scan) -> Iterable[tuple[int, int, Utterance | None]]:
    """Read "... and 50 troops had died, a figure that B rejects": of all that stands before it the last figure only."""
    for first, end, voice in _denied_after(sentence, scan):
        if scan.lower[end + 1] in {"a", "the"} and scan.lower[end + 2] in _FIGURES:
            counted = [one.first for one in scan.chunks if one.phrase is not None and one.phrase.figure is not None]
            yield max((at for at in counted if first <= at < end), default=first), end, voice


_FIGURES: Final = word_set("figure number toll tally count")


def _denied_after(sentence: AttributedSentence, scan: Scan) -> Iterable[tuple[int, int, Utterance | None]]:
    """Read "..., which B denies", "..., a figure that B called rubbish": what stands before the comma is denied."""
    lower = scan.lower
    for at, word in enumerate(lower[:-2]):
        if word != "," or not (lower[at + 1] == "which" or set(lower[at + 1 : at + 3]) & _SAYINGS):
            continue
        behind = range(at + 2, min(at + _TAIL_REACH, len(lower)))
        verb = next((i for i in behind if lower[i] in _DENY or lower[i] in _BRANDINGS), None)
        if verb is None or (lower[verb] in _BRANDINGS and not set(lower[verb : verb + 4]) & _FALSE):
            continue
        start = max((i + 1 for i in range(at) if lower[i] == ";"), default=0)
        voice = _voice_near(sentence, scan, verb)
        if voice is not None and voice.side != _first_voice(sentence, scan, start):
            yield start, at, voice


def _first_voice(sentence: AttributedSentence, scan: Scan, start: int) -> Side | None:
    """Return whose word the clause from token `start` on is."""
    position = scan.tokens[start].start
    return next((one.side for one in sentence.utterances if one.speaker and one.speaker.start >= position), None)


_TAIL_REACH: Final = 11


def _branding(scan: Scan, said: int, at: int) -> int:
    """Return the token whose speaker brands the saying: the verb before it, else the word "false" itself."""
    return next((i for i in range(said, max(-1, said - 8), -1) if scan.lower[i] in _BRANDINGS), at)


def _until_resumed(lower: Sequence[str], first: int, last: int) -> int:
    """Return where the denier goes on to assert something else, `last` where he does not."""
    return next(
        (at for at in range(first + 1, last) if lower[at] in {"and", "but", ","} and _resumes(lower, at + 1)), last
    )


def _tokens_of(scan: Scan, utterance: Utterance) -> tuple[int, int]:
    inside = [i for i, t in enumerate(scan.tokens) if utterance.content.start <= t.start < utterance.content.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _denied_by_verb(scan: Scan, at: int) -> tuple[int, int]:
    """Return the stretch that a verb of denial governs: behind it, or before it in the passive."""
    lower = scan.lower
    if at and lower[at - 1] in {"were", "was", "been", "are", "is", "being"}:
        start = next((i for i in range(at, -1, -1) if lower[i] in _SAYINGS), at)
        as_were = next(
            (i for i in range(at, len(lower)) if lower[i] == "as" and lower[i + 1 : i + 2] in (("were",), ("was",))),
            None,
        )
        return start, len(lower) if as_were is not None else at
    end = at + 1
    while end < len(lower) and lower[end] not in _ENDS:
        if lower[end] in {"and", "but", ","} and _resumes(lower, end + 1):
            break
        end += 1
    return at + 1, end


def _clause_end(lower: Sequence[str], at: int) -> int:
    return next((end for end in range(at, len(lower)) if lower[end] in {";", ","}), len(lower))


def _resumes(lower: Sequence[str], at: int) -> bool:
    """Tell whether the speaker goes on to assert something ("and said", "saying", "insisting")."""
    rest = lower[at : at + 2]
    if rest[:1] and rest[0] in {"and", "but"}:
        return len(rest) > 1 and rest[1] in {"said", "put", "insisted"}
    return bool(rest) and rest[0] in _RESUMING


_RESUMING: Final = word_set(
    "accused accusing blamed blaming said says insisted claimed put adding saying insisting maintained but instead"
)


def _saying_before(scan: Scan, at: int) -> int | None:
    lower = scan.lower
    called = any(word in _BRANDINGS for word in lower[max(0, at - 25) : at])
    if not called and not set(lower[max(0, at - _COPULA_REACH) : at]) & {"are", "is", "were", "was", "as"}:
        return None
    return next(
        (i for i in range(at - 1, max(-1, at - 25), -1) if lower[i] in _SAYINGS and _tells_what(lower, i, at)),
        None,
    )


def _tells_what(lower: Sequence[str], said: int, end: int) -> bool:
    """Tell "the claim that ...", "reports of ...", "a claim by the governor that ..." from a claim of nothing."""
    following = lower[said + 1 : said + 2]
    return following in _OPENINGS or (following == ("by",) and "that" in lower[said:end])


_OPENINGS: Final = (("of",), ("that",), ("about",), ("to",))
_COPULA_REACH: Final = 8


def _outer_voice(sentence: AttributedSentence, scan: Scan, at: int) -> Utterance | None:
    """Return the widest utterance that holds token `at`: who calls another's saying false."""
    position = scan.tokens[at].start
    holding = [one for one in sentence.utterances if one.content.start <= position < one.content.end]
    widest = max(holding, key=lambda one: one.content.end - one.content.start, default=None)
    return widest if widest is not None else _voice_near(sentence, scan, at)


def _voice_behind(sentence: AttributedSentence, scan: Scan, at: int) -> Utterance | None:
    """Return who is named behind "by" after the word that brands ("was termed ludicrous by ...")."""
    if scan.lower[at + 1 : at + 2] != ("by",) and scan.lower[at + 2 : at + 3] != ("by",):
        return None
    position = scan.tokens[at].start
    return next((one for one in sentence.utterances if one.speaker is not None and one.speaker.start > position), None)


def _voice_near(sentence: AttributedSentence, scan: Scan, at: int) -> Utterance | None:
    """Return who speaks at token `at`: the utterance that holds it, else the one whose cue it is, else the only one."""
    position = scan.tokens[at].start
    cued = [one for one in sentence.utterances if one.cue is not None and one.cue.start <= position < one.cue.end]
    if cued:
        return cued[0]
    holding = voice_at(sentence, position)
    return holding if holding is not None else (sentence.utterances[0] if sentence.utterances else None)


def _rejected(
    sentence: AttributedSentence, scan: Scan, first: int, last: int, voice: Utterance | None
) -> Utterance | None:
    """Return the utterance of another side inside the denied stretch."""
    if first >= last:
        return None
    start, end = scan.tokens[first].start, scan.tokens[last - 1].end
    inside = [
        one
        for one in sentence.utterances
        if voice is not None
        and one.side != voice.side
        and not one.rejects
        and one.content.start < end
        and one.content.end > start
    ]
    found = min(inside, key=lambda one: one.content.end - one.content.start, default=None)
    trailing = voice is not None and voice.cue is not None and voice.cue.start >= end
    return found if found is not None or not trailing else _heard_before(sentence, start, voice)


def _heard_before(sentence: AttributedSentence, start: int, denier: Utterance | None) -> Utterance | None:
    """Return who spoke last before character `start`, other than the denier and his side."""
    heard = [one for one in sentence.utterances if one.cue is not None and one.cue.start < start and not one.rejects]
    heard = [one for one in heard if denier is None or one.side != denier.side]
    return heard[-1] if heard else None
