"""Read denials of losses: what is denied, by whom, and whose word is rejected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.attribution import voice_at
from bot.core.losses.chunks import Phrase, Scan
from bot.core.losses.lexicon import Noun, Shape, Thing
from bot.core.losses.view import Loss
from bot.core.model import AttributedSentence, Measure, Utterance
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
    "made-up bluff deception drama falsehood falsehoods untruth untruths mendacious fictitious invented"
)
_BRANDINGS: Final = word_set(
    "called calls branded labelled labeled described describes termed terms dubbed calling branding describing "
    "terming labelling dismissed brands"
)
_NO_TRUTH: Final = frozenset({"truth", "substance", "basis", "foundation"})
_ENDS: Final = frozenset({";", "adding", "saying", "insisting", "claiming", "stating"})
_WITHIN: Final = 7


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
    for first, last, voice in _stretches(sentence, scan):
        if any(one.first < last and first < one.last for one in found):
            continue
        rejected = _rejected(sentence, scan, first, last, voice)
        found.append(Denial(first, last, voice, rejected, tuple(_bare_losses(scan, first, last))))
    return tuple(found)


def denial_over(denials: Iterable[Denial], loss: Loss, scan: Scan) -> Denial | None:  # noqa: ARG001
    """Return the denial in whose stretch the loss's figure stands, None where it is told as so."""
    return next((one for one in denials if one.first <= loss.phrase.first < one.last), None)


def _stretches(sentence: AttributedSentence, scan: Scan) -> Iterable[tuple[int, int, Utterance | None]]:
    for utterance in sentence.utterances:
        if utterance.rejects:
            first, last = _tokens_of(scan, utterance)
            yield first, _until_resumed(scan.lower, first, last), utterance
    lower = scan.lower
    for at, word in enumerate(lower):
        if (word, lower[at + 1] if at + 1 < len(lower) else "") in _DENY_PAIRS:
            first, last = _denied_by_verb(scan, at + 1)
            yield first, last, _voice_near(sentence, scan, at)
        elif word in _DENY and not (at and lower[at - 1] in {"not", "nor", "neither"}):
            first, last = _denied_by_verb(scan, at)
            yield first, last, _voice_near(sentence, scan, at)
        elif word in _FALSE and lower[max(0, at - 1) : at] and lower[at - 1] in _BRANDINGS:
            told = next((i for i in range(at + 1, min(at + 5, len(lower))) if lower[i] in _SAYINGS), None)
            if told is not None:
                yield told, _clause_end(lower, told), _voice_near(sentence, scan, at - 1)
        elif word in _NO_TRUTH and lower[max(0, at - 1) : at] == ("no",):
            yield at + 1, _clause_end(lower, at + 1), _voice_near(sentence, scan, at)
        elif word in _FALSE and (said := _saying_before(scan, at)) is not None:
            branding = _branding(scan, said, at)
            yield (
                said,
                at,
                _outer_voice(sentence, scan, at) if branding == at else _voice_near(sentence, scan, branding),
            )


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


_RESUMING: Final = word_set("said says insisted claimed put adding saying insisting maintained but instead")


def _saying_before(scan: Scan, at: int) -> int | None:
    lower = scan.lower
    called = any(word in _BRANDINGS for word in lower[max(0, at - 25) : at])
    if not called and not set(lower[max(0, at - 5) : at]) & {"are", "is", "were", "was", "as"}:
        return None
    return next(
        (
            i
            for i in range(at - 1, max(-1, at - 25), -1)
            if lower[i] in _SAYINGS and lower[i + 1 : i + 2] and lower[i + 1] in {"of", "that", "about"}
        ),
        None,
    )


def _outer_voice(sentence: AttributedSentence, scan: Scan, at: int) -> Utterance | None:
    """Return the widest utterance that holds token `at`: who calls another's saying false."""
    position = scan.tokens[at].start
    holding = [one for one in sentence.utterances if one.content.start <= position < one.content.end]
    widest = max(holding, key=lambda one: one.content.end - one.content.start, default=None)
    return widest if widest is not None else _voice_near(sentence, scan, at)


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
    return min(inside, key=lambda one: one.content.end - one.content.start, default=None)


# --- losses without a figure ---------------------------------------------------------------------------------------


def _bare_losses(scan: Scan, first: int, last: int) -> Iterable[Loss]:
    for at, chunk in enumerate(scan.chunks):
        if not first <= chunk.first < last:
            continue
        if (
            chunk.code in {"n", "N"}
            and chunk.phrase is not None
            and (chunk.code == "n" or chunk.phrase.article)
            and chunk.phrase.noun is not None
        ):
            loss = _loss_of(scan, at, chunk.phrase, chunk.phrase.noun, last)
            if loss is not None:
                yield loss


def _loss_of(scan: Scan, at: int, phrase: Phrase, noun: Noun, last: int) -> Loss | None:
    if phrase.state is not None and phrase.state.measure_of(noun.thing) is not None:
        return Loss(phrase, at, noun, phrase.state.measures[noun.thing], "denial")
    if noun.measure in {Measure.KILLED, Measure.CASUALTIES, Measure.WOUNDED} and noun.trait != "losses":
        return Loss(phrase, at, noun, noun.measure, "denial")
    if noun.thing is Thing.TOLL or noun.trait == "party":
        return None
    before = scan.chunks[at - 1] if at else None
    if (
        before is not None
        and before.code == "V"
        and before.word is not None
        and before.word.shape in {Shape.ACTIVE, Shape.PART}
    ):
        measure = before.word.measure_of(noun.thing)
        if measure is not None and (before.word.shape is Shape.ACTIVE or _has_have(scan, at - 1)):
            return Loss(phrase, at, noun, measure, "denial", at - 1, before.word, active=True)
    if _in_hands(scan, phrase) and noun.thing is Thing.PERSON:
        return Loss(phrase, at, noun, Measure.CAPTURED, "denial")
    return _passive_of(scan, at, phrase, noun, last)


def _in_hands(scan: Scan, phrase: Phrase) -> bool:
    """Tell "were in the other side's hands"."""
    behind = scan.lower[phrase.last : phrase.last + 7]
    return "in" in behind and "hands" in behind and behind.index("in") < behind.index("hands")


def _has_have(scan: Scan, at: int) -> bool:
    return any(chunk.code == "h" for chunk in scan.chunks[max(0, at - 2) : at])


def _passive_of(scan: Scan, at: int, phrase: Phrase, noun: Noun, last: int) -> Loss | None:
    for step, chunk in enumerate(scan.chunks[at + 1 : at + 1 + _WITHIN], start=at + 1):
        if chunk.first >= last or chunk.code in {"n", "N", "|", "s"}:
            return None
        if chunk.code == "V" and chunk.word is not None and chunk.word.shape is not Shape.ACTIVE:
            measure = chunk.word.measure_of(noun.thing)
            if measure is not None:
                return Loss(phrase, at, noun, measure, "denial", step, chunk.word)
    return None
