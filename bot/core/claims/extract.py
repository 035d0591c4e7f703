"""The order of reading an entry's claims: sentence by sentence, then the title, then what is said twice is merged."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, Protocol

from bot.core.claims.agreeing import in_each_mouth
from bot.core.claims.background import Backdrop, is_background, read_backdrop
from bot.core.claims.denials import Denial, denial_over, read_denials
from bot.core.claims.fighters import speaks_for_militants
from bot.core.claims.kinds import kind_of
from bot.core.claims.merging import merge, without_title_repeats
from bot.core.claims.placing import entry_soil, place_of
from bot.core.claims.subjects import subject_of
from bot.core.claims.told import Case, Told
from bot.core.claims.voicing import voice_of
from bot.core.claims.withholding import Setting, doubt_about
from bot.core.claims.words import LossWords
from bot.core.losses.chunks import Scan
from bot.core.losses.clauses import read_losses
from bot.core.losses.phrases import scan_sentence
from bot.core.losses.view import Loss
from bot.core.model import AttributedSentence, Claim, Entry, Figure, Kind, Measure, Side, Span, Stance, Utterance
from bot.core.places import PlaceHit
from bot.core.wordlists import word_set


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read of an entry: the claims, and what was withheld, each claim with the name of the doubt."""

    claims: tuple[Claim, ...]
    withheld: tuple[tuple[Claim, str], ...] = ()


@dataclass(slots=True)
class _Reading:
    """What has been read of an entry so far; `nobodys` is the sentence of the last loss whose side nothing tells."""

    words: LossWords
    soil: Side | None
    backdrop: Backdrop
    scans: list[Scan] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    withheld: list[tuple[Claim, str]] = field(default_factory=list)
    setting: Setting | None = None
    hits: tuple[PlaceHit, ...] = ()
    nobodys: int | None = None


def extract_claims(
    entry: Entry, title: AttributedSentence, sentences: Sequence[AttributedSentence], words: LossWords
) -> tuple[Claim, ...]:
    """Return the claims of an entry in the order of its text, those of the title that the text does not state last."""
    return extract_readings(entry, title, sentences, words).claims


def extract_readings(
    entry: Entry, title: AttributedSentence, sentences: Sequence[AttributedSentence], words: LossWords
) -> Readings:
    """Return the claims of an entry, and those that were read but withheld, each with the doubt about it."""
    words = words.on(entry.seen)
    soil = entry_soil((title.sentence.text, *(one.sentence.text for one in sentences[:3])), words)
    backdrop = read_backdrop(entry)
    reading = _Reading(words, soil, backdrop)
    for number, sentence in enumerate(sentences):
        reading.setting = Setting(
            sentence, sentences[number - 1] if number else None, spoken=any(one.by for one in sentences[:number])
        )
        _read_sentence(sentence, number, reading)
    claims = merge(reading.claims)
    headline = _Reading(words, soil, backdrop, setting=Setting(title, None, titled=True))
    _read_sentence(title, 0, headline)
    every = (*claims, *(claim for claim, _ in reading.withheld))
    titled = without_title_repeats(merge(headline.claims), every)
    return Readings((*claims, *titled), (*reading.withheld, *headline.withheld))


def _read_sentence(sentence: AttributedSentence, number: int, reading: _Reading) -> None:
    scan = scan_sentence(sentence.sentence.text, reading.words.lexicon)
    denials = read_denials(sentence, scan)
    last = reading.told[-1] if reading.told else None
    same = last is not None and number - last.sentence == 1 and sentence.by == (last.claimant,)
    losses = read_losses(scan, [one.loss for one in reading.told[-4:]], same_speaker=same)
    reading.hits = reading.words.gazetteer.find(scan.text) if losses or denials else ()
    for loss in losses:
        _read_loss(loss, sentence, scan, number, denials, reading)
    for denial in denials:
        _read_bare_denial(denial, losses, scan, number, reading)
    reading.scans.append(scan)


def _read_loss(
    loss: Loss, sentence: AttributedSentence, scan: Scan, number: int, denials: Sequence[Denial], reading: _Reading
) -> None:
    figure = loss.phrase.figure
    if figure is None or _is_by_nature(loss, scan) or _is_not_yet(loss, scan) or _is_unconfirmed(loss, scan):
        return
    voice = voice_of(sentence, scan, loss, reading.words) or _still_speaking(sentence, loss, scan, number, reading)
    denial = denial_over(denials, loss, scan)
    for case, stance in _cases(loss, scan, number, voice, denial, reading):
        for one in in_each_mouth(case, sentence):
            _keep(one, stance, reading)


def _is_by_nature(loss: Loss, scan: Scan) -> bool:
    """Tell what an earthquake, a flood or an accident cost."""
    around = scan.lower[max(0, loss.phrase.first - _NATURE_REACH) : loss.phrase.last + _NATURE_REACH]
    return bool(set(around) & _NATURE)


def _is_not_yet(loss: Loss, scan: Scan) -> bool:
    """Tell "nobody had been arrested so far", which denies nothing."""
    figure, last = loss.phrase.figure, loss.phrase.last
    none = figure is not None and figure.is_none and loss.measure is Measure.CAPTURED
    behind = scan.lower[last : last + _NATURE_REACH]
    return none and ("yet" in behind or ("so", "far") in pairwise(behind))


def _is_unconfirmed(loss: Loss, scan: Scan) -> bool:
    """Tell "could not confirm that a commander had died", "would not say if two were taken", which tell nothing."""
    return _UNCONFIRMED.search(scan.text[: scan.tokens[loss.phrase.first].start]) is not None


_UNCONFIRMED: Final = re.compile(
    r"(?:\bnot|n['’]t|\bcannot|\b(?:unable|declined|declines|refused|refuses|failed|yet) to)(?: \w+ly)?"
    r" (?:confirm|verify|corroborate|ascertain|establish|clear|known|say)(?:ed)?(?: or (?:deny|denied))?"
    r" (?:that|whether|if|(?:the )?(?:reports?|claims?) (?:that|of)) [^,;]*$"
)
_NATURE: Final = word_set(
    "earthquake earthquakes quake quakes flood floods flooding landslide landslides avalanche avalanches monsoon "
    "rains drought cholera measles polio covid"
)
_NATURE_REACH: Final = 8


def _case(loss: Loss, scan: Scan, voice: Utterance | None, number: int, reading: _Reading, *, denied: bool) -> Case:
    return Case(
        loss=loss,
        scan=scan,
        voice=voice,
        denied=denied,
        words=reading.words,
        told=tuple(reading.told),
        earlier=tuple(reading.scans),
        soil=reading.soil,
        sentence=number,
        hits=reading.hits,
        outer=_outer(voice, reading),
        of_militants=speaks_for_militants(voice, scan, reading.scans, reading.words),
    )


def _outer(voice: Utterance | None, reading: _Reading) -> Side | None:
    """Return the side that speaks of another's claim by its name ("X called a claim of Y's that ...")."""
    if voice is None or voice.rule != "nominal" or reading.setting is None:
        return None
    others = [one.side for one in reading.setting.sentence.utterances if one.side != voice.side]
    return others[0] if others and others[0] in reading.words.sides else None


def _still_speaking(
    sentence: AttributedSentence, loss: Loss, scan: Scan, number: int, reading: _Reading
) -> Utterance | None:
    """Return who told the loss that this one takes its noun from ("Six others died."), where nobody else speaks."""
    last = reading.told[-1] if reading.told else None
    if last is None or sentence.utterances or number - last.sentence != 1:
        return None
    ahead = (one for one in scan.mentions if one.first < loss.phrase.first and one.role in {"seat", "state", "regime"})
    if any(one.code in reading.words.sides and one.code != last.claimant for one in ahead):
        return None  # "Y has not said how many died besides nine"
    more = loss.phrase.words[:1] in {("another",), ("further",), ("other",)}
    theirs = loss.phrase.owner is not None and loss.phrase.first < _AT_HEAD
    return last.voice if loss.heir or more or theirs else None


# How far into a sentence "three of them" still means those of the sentence before.
_AT_HEAD: Final = 6


def _cases(
    loss: Loss, scan: Scan, number: int, voice: Utterance | None, denial: Denial | None, reading: _Reading
) -> Iterable[tuple[Case, Stance]]:
    def case(speaker: Utterance | None, *, denied: bool) -> Case:
        return _case(loss, scan, speaker, number, reading, denied=denied)

    if denial is not None:
        yield from _denied_cases(loss, scan, denial, case)
    elif loss.rule == "not-that":
        yield from _cases_of_not_that(voice, reading.told[-1] if reading.told else None, case)
    elif _denies_by_no(loss):
        yield case(voice, denied=True), Stance.DENIES
    else:
        yield case(voice, denied=_is_none_hurt(loss)), Stance.ASSERTS


class _Make(Protocol):
    """Make the case of a loss as a voice tells it."""

    def __call__(self, speaker: Utterance | None, *, denied: bool) -> Case: ...


def _cases_of_not_that(voice: Utterance | None, before: Told | None, case: _Make) -> Iterable[tuple[Case, Stance]]:
    """Read "nine died, not three", and "not the 200 that Z claims", which one denies and the other says."""
    if voice is None or before is None or before.voice is None or before.claimant == voice.side:
        yield case(voice, denied=False), Stance.DENIES
        return
    yield replace(case(before.voice, denied=False), to=before.subject), Stance.DENIES
    yield replace(case(voice, denied=False), to=before.subject), Stance.ASSERTS


def _denied_cases(loss: Loss, scan: Scan, denial: Denial, case: _Make) -> Iterable[tuple[Case, Stance]]:
    """Read what one denies and, where that is another's word, what the other says."""
    inner = denial.rejected
    if denial.voice is None and inner is not None:
        yield case(inner, denied=False), Stance.ASSERTS
        return
    if inner is None or (denial.voice is not None and inner.side == denial.voice.side):
        yield case(denial.voice, denied=True), Stance.DENIES
        return
    told = _is_told_first(denial, loss, scan)
    whose = subject_of(case(inner, denied=False) if told else case(denial.voice, denied=True))
    if whose is None and inner.rule == "nominal":
        return
    to = whose[0] if whose is not None else None
    yield replace(case(denial.voice, denied=True), to=to if told else None), Stance.DENIES
    yield replace(case(inner, denied=False), to=to), Stance.ASSERTS


def _is_told_first(denial: Denial, loss: Loss, scan: Scan) -> bool:
    """Tell "A said two of his men had died, a figure that B rejected", where "his" is A's, from "B rejected ..."."""
    cue = denial.voice.cue if denial.voice is not None else None
    if denial.rejected is not None and denial.rejected.rule == "nominal":
        return False
    return cue is not None and cue.start > scan.tokens[loss.phrase.first].start


def _denies_by_no(loss: Loss) -> bool:
    """Tell "no soldier was captured" (a denial) from "no casualties" (a count of none)."""
    figure = loss.phrase.figure
    hurt = loss.measure in {Measure.KILLED, Measure.WOUNDED, Measure.CASUALTIES}
    if figure is not None and figure.is_none and loss.measure is Measure.CAPTURED:
        return True
    return figure is not None and figure.is_none and loss.rule not in {"noun", "none-too"} and not hurt


def _is_none_hurt(loss: Loss) -> bool:
    """Tell "nobody was hurt", which is said of one's own."""
    figure = loss.phrase.figure
    return figure is not None and figure.is_none and loss.rule not in {"noun", "none-too"}


def _keep(case: Case, stance: Stance, reading: _Reading) -> None:
    found = (case.to, "told") if case.to is not None else subject_of(case)
    if found is None or (found[1] == "heir" and case.loss.part and reading.nobodys == case.sentence):
        reading.nobodys = case.sentence  # its parts are nobody's either
        return
    reading.nobodys = None
    subject, rule = found
    kind = kind_of(case, subject)
    claim = _claim(case, stance, subject, kind, rule, reading)
    doubt = doubt_about(replace(case, to=subject), reading.setting) if reading.setting is not None else None
    if doubt is None:
        reading.claims.append(claim)
    else:
        reading.withheld.append((claim, doubt))
    if not reading.told or reading.told[-1].loss is not case.loss:
        reading.told.append(Told(case.loss, subject, kind, case.sentence, claim.claimant, case.voice))


def _claim(case: Case, stance: Stance, subject: Side, kind: Kind, rule: str, reading: _Reading) -> Claim:
    found = case.loss.phrase.figure
    tokens = case.scan.tokens
    figure = found.figure if found is not None else Figure(None, None)
    if found is not None and stance is Stance.DENIES and (found.is_none or case.loss.phrase.article):
        figure = Figure(None, None)
    return Claim(
        claimant=case.claimant,
        by=case.voice.by if case.voice is not None else None,
        stance=stance,
        measure=case.loss.measure,
        subject=subject,
        kind=kind,
        figure=figure,
        place=place_of(case),
        evidence=case.scan.text,
        background=is_background(case, subject, reading.backdrop),
        rule=f"{case.loss.rule}/{rule}",
        figure_span=None if found is None else Span(tokens[found.first].start, tokens[found.last - 1].end),
        loss_span=_loss_span(case),
    )


def _loss_span(case: Case) -> Span | None:
    tokens = case.scan.tokens
    if case.loss.word_at is not None and case.loss.word_at < len(case.scan.chunks) and case.loss.word is not None:
        chunk = case.scan.chunks[case.loss.word_at]
        return Span(tokens[chunk.first].start, tokens[chunk.last - 1].end)
    at = case.loss.phrase.noun_at
    return None if at is None else Span(tokens[at].start, tokens[at].end)


def _read_bare_denial(denial: Denial, losses: Sequence[Loss], scan: Scan, number: int, reading: _Reading) -> None:
    """Keep what a denial denies where it names no figure."""
    inside = [loss for loss in losses if denial_over([denial], loss, scan) is not None]
    for loss in denial.losses:
        if any(one.measure is loss.measure for one in inside):
            continue
        case = _case(loss, scan, denial.voice, number, reading, denied=True)
        found = subject_of(case)
        if found is not None and denial.voice is not None:
            claim = _claim(case, Stance.DENIES, found[0], kind_of(case, found[0]), f"denial/{found[1]}", reading)
            reading.claims.append(claim)
