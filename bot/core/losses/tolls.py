"""Rules for figures that a noun counts: deaths, casualties, tolls and numbers of something, strikes."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

from bot.core.losses.chunks import Phrase
from bot.core.losses.lexicon import Noun, Shape, Thing
from bot.core.losses.nouns import better_noun, noun_of_bodies, stand_for_them
from bot.core.losses.verbs import LISTING, as_object, as_subject, beside_verb, verb_from
from bot.core.losses.view import PEOPLE, Hook, View, thing_of
from bot.core.model import Measure
from bot.core.wordlists import word_set

_TOLL_LINKS: Final = frozenset(
    {
        "numbered",
        "number",
        "total",
        "numbering",
        "totalled",
        "totaled",
        "totalling",
        "at",
        "to",
        "as",
        "of",
        "was",
        "is",
        "by",
        "from",
        "above",
        "past",
        "over",
        "reached",
        "passed",
        "topped",
        "exceeded",
        "stands",
        "stood",
        "hit",
        "hits",
        "tops",
        "nears",
    }
)


def with_own_noun(view: View) -> Hook | None:
    """Read "15 civilian deaths", "no casualties", "two air strikes"."""
    noun = view.phrase.noun
    if noun is None:
        return None
    if noun.thing is Thing.RAID:
        return _raid(view, noun)
    if noun.measure is None or noun.trait == "count" or (view.phrase.article and noun.trait != "body"):
        return None
    if view.phrase.figure_is_none and (noun.trait == "body" or view.phrase.words[0] in _NOBODY):
        return None
    if (noun.trait == "losses" and not _are_men_lost(view)) or (noun.trait == "prisoner" and _is_freed(view)):
        return None
    return _wounded_died(view, noun) or Hook("noun", measure=noun.measure)


def _are_men_lost(view: View) -> bool:
    """Tell "no losses" and "admitted to three losses" from losses of money and of matches."""
    near = {word for chunk in view.chunks[max(0, view.at - 3) : view.at] for word in chunk.lower.split()}
    return view.phrase.figure_is_none or bool(near & _LOSING)


_LOSING: Final = word_set(
    "admitted admits admit admitting acknowledged acknowledges acknowledging conceded concedes conceding confirmed "
    "confirms suffered suffers suffering sustained sustaining inflicted inflicting took taken reported"
)
_NOBODY: Final = word_set("nobody none")  # "nobody lives there" counts no lives


def _wounded_died(view: View, noun: Noun) -> Hook | None:
    """Read "two more of the town's wounded died" as killed."""
    if noun.measure is not Measure.WOUNDED or noun.trait == "injury":
        return None
    died = verb_from(view, view.skip(view.at + 1, 1), "subject")
    if died is None or died.word is None or died.word.measure_of(Thing.PERSON) is not Measure.KILLED:
        return None
    return Hook("wounded-died", died.word_at, died.word, Measure.KILLED)


def _is_freed(view: View) -> bool:
    """Tell prisoners that are let go or asked for."""
    around = view.lower[max(0, view.phrase.first - 3) : view.phrase.first]
    return bool(set(around) & _FREEING)


_FREEING: Final = word_set(
    "freed freeing frees free released releasing releases release exchanged exchange exchanging swapped swap returned "
    "repatriated pardoned"
)


def _raid(view: View, noun: Noun) -> Hook | None:
    figure = view.phrase.figure
    if view.phrase.article or figure is None or figure.is_none or (figure.figure.low == 1 and figure.figure.high == 1):
        return None
    if noun.trait == "attack" and not any(
        word in _RAID_CUES for word in view.lower[max(0, view.phrase.first - 4) : view.phrase.last + 5]
    ):
        return None
    return Hook("raids", measure=Measure.STRIKES)


_RAID_CUES: Final = frozenset(
    {
        "air",
        "aerial",
        "drone",
        "missile",
        "rocket",
        "artillery",
        "carried",
        "launched",
        "conducted",
        "cross-border",
        "carrying",
        "launching",
        "made",
        "mounted",
        "recorded",
        "counted",
        "documented",
        "staged",
    }
)


def with_state(view: View) -> Hook | None:
    """Read "four injured people"; "killed a captive", "two wounded men died" are killed, "holds a wounded man" held."""
    state = view.phrase.state
    if state is None:
        return None
    was = state.measure_of(Thing.PERSON)
    for then, read in _AFTER_STATE.get(was, ()) if was is not None else ():
        done = read(view)
        if done is not None and done.word is not None and done.word.measure_of(Thing.PERSON) is then:
            return done
    return Hook("state-before-noun", word=state)


# What becomes of the captured and the wounded counts, not what they were before.
_AFTER_STATE: Final[Mapping[Measure, tuple[tuple[Measure, Callable[[View], Hook | None]], ...]]] = {
    Measure.CAPTURED: (
        (Measure.KILLED, as_object),
        (Measure.KILLED, as_subject),
        (Measure.KILLED, beside_verb),
    ),
    Measure.WOUNDED: (
        (Measure.CAPTURED, as_object),
        (Measure.KILLED, as_subject),
        (Measure.KILLED, beside_verb),
    ),
}


def lives_lost(view: View) -> Hook | None:
    """Read "cost 23 soldiers their lives", "left three people dead", "had taken several prisoner"."""
    following = view.lower[view.phrase.last : view.phrase.last + 2]
    if tuple(following) in {("their", "lives"), ("his", "life"), ("her", "life")} or (
        following and following[0] == "lives"
    ):
        return Hook("cost-lives", measure=Measure.KILLED, active=True)
    return None


def _gathered(view: View) -> bool:
    """Tell "raised the toll to 31 as hundreds of people gathered", which is no second number of it."""
    told = view.here[-1] if view.here else None
    as_subject = view.phrase.noun is not None and view.code(view.at + 1) == "w"
    return told is not None and told.rule == "toll" and view.text(view.at - 1) == "as" and as_subject


def in_toll(view: View) -> Hook | None:
    """Read "put the number of soldiers killed at two", "toll rises to 47", "its losses at eight dead"."""
    if view.code(view.at - 1) == "&" and view.here and view.here[-1].rule == "toll" and view.here[-1].at == view.at - 2:
        first = view.here[-1]
        return Hook(
            "toll", first.word_at, first.word, first.measure, toll=first.toll, noun=better_noun(view, first.noun)
        )
    at = view.at - 1
    glue = _TOLL_REACH + 1 if view.phrase.article else 0
    while at >= 0 and glue <= _TOLL_REACH:
        chunk = view.chunks[at]
        measured = _toll_measure(view, at)
        if measured is not None:
            return measured if glue or _goes_on(view, at) else None
        if chunk.code in {"|", "s"} and (
            chunk.lower not in {":", "as", "that", "since"} or (not glue and _gathered(view))
        ):
            return None
        if (chunk.code == "N" and not _is_of_toll(view, at)) or chunk.lower.startswith("outnumber"):
            return None
        if (
            glue == 0
            and chunk.lower not in _TOLL_LINKS
            and chunk.code not in {"b", "a"}
            and chunk.lower not in LISTING
            and not _runs_into(view, chunk.lower)
            and not chunk.lower.endswith((" number", "number"))
            and view.phrase.words[:1] != ("between",)
            and not (chunk.code == "n" and view.text(at - 1) == "of" and _toll_measure(view, at) is not None)
            and chunk.lower not in {":", "stand", "stands"}
        ):
            return None
        glue += 1
        at -= 1
    return None


_TOLL_REACH: Final = 20


def _goes_on(view: View, at: int) -> bool:
    """Tell "the dead numbered 23 and the wounded 40": the verb of the toll before holds for this one too."""
    told = view.here[-1] if view.here else None
    return told is not None and told.rule == "toll" and told.at == at - 2 and view.code(at - 1) in {"&", ","}


def _runs_into(view: View, link: str) -> bool:
    """Tell "deaths run into the dozens"."""
    figure = view.phrase.figure
    return link in {"in", "into"} and figure is not None and figure.figure.high is None


def _is_of_toll(view: View, at: int) -> bool:
    """Tell whether the counted phrase at `at` is another figure of the toll, or stands in a place or time."""
    return view.code(at - 1) == "p" or any(loss.at == at and loss.rule in {"toll", "carried"} for loss in view.here)


def families_that_left(view: View) -> Hook | None:
    """Read "put the number of families that had left the valley at 220"."""
    if view.phrase.noun is not None or view.text(view.at - 1) not in {"at", "as", "to", "was", "is"}:
        return None
    for at in range(view.at - 2, max(-1, view.at - 14), -1):
        phrase = view.chunks[at].phrase
        if view.code(at) in {"|", ",", "N"}:
            return None
        if phrase is not None and phrase.noun is not None and phrase.noun.thing is Thing.FAMILY:
            said = {word for chunk in view.chunks[at + 1 : view.at] for word in chunk.lower.split()}
            numbered = "number" in phrase.words or "number" in view.lower[max(0, phrase.first - 3) : phrase.first]
            return Hook("moved-out", measure=Measure.DISPLACED, noun=phrase.noun) if numbered and said & _LEFT else None
    return None


_LEFT: Final = word_set("left fled displaced moved abandoned evacuated uprooted leaving fleeing")


def _toll_measure(view: View, at: int) -> Hook | None:
    """Return what the toll expression that ends at chunk `at` counts, None where there is none."""
    chunk = view.chunks[at]
    if chunk.code == "V":
        return _people_with_verb(view, at)
    phrase = chunk.phrase
    if chunk.code == "n" and phrase is not None and phrase.state is not None and _is_numbered(view, at, phrase):
        noun = phrase.noun or PEOPLE
        return Hook("toll", word=phrase.state, toll=phrase, noun=better_noun(view, noun))
    if phrase is None or phrase.noun is None or phrase.noun.thing is not Thing.TOLL or phrase.noun.measure is None:
        return None
    if chunk.code != "n" and not phrase.article:
        return None
    among = _told_of(view, at)
    if among is not None and among.noun is not None:
        return Hook("toll", measure=phrase.noun.measure, toll=among, noun=better_noun(view, among.noun))
    return Hook("toll", measure=phrase.noun.measure, toll=phrase, noun=better_noun(view, phrase.noun))


def _told_of(view: View, at: int) -> Phrase | None:
    """Return the people of "the death toll among its soldiers"."""
    people = view.chunk(at + 2) if view.text(at + 1) == "among" else None
    phrase = people.phrase if people is not None and people.code == "n" else None
    return phrase if phrase is not None and phrase.noun is not None and thing_of(phrase.noun) is Thing.PERSON else None


def _people_with_verb(view: View, at: int) -> Hook | None:
    """Return what "the soldiers killed", "posts destroyed", "number of injured" count."""
    word = view.chunks[at].word
    back = view.skip(at - 1, -1)
    back -= view.text(back) == "the" and view.text(back - 1) == "of"
    before = view.chunk(back)
    if before is not None and before.lower == "those" and word is not None and _is_number_of(view, back):
        measure = word.measure_of(Thing.PERSON)
        noun = better_noun(view, PEOPLE)
        return None if measure is None else Hook("toll", at, word, measure, toll=view.phrase, noun=noun)
    if before is not None and before.lower == "those" and word is not None and view.here:
        measure, last = word.measure_of(Thing.PERSON), view.here[-1]
        return None if measure is None else Hook("toll", at, word, measure, toll=last.toll, noun=last.noun)
    if before is not None and before.lower == "of":
        behind = view.chunk(at + 1)
        before = behind if behind is not None and behind.code == "n" else view.chunk(back - 1)
    counted = before.phrase.noun if before is not None and before.phrase is not None and before.code == "n" else None
    if word is None or before is None or counted is None or view.passive(at):
        return None
    noun = counted if counted.thing is not Thing.TOLL else view.phrase.noun or PEOPLE
    measure = word.measure_of(thing_of(noun)) if word.shape in {Shape.PART, Shape.STATE} else None
    if measure is None:
        return None
    return Hook("toll", at, word, measure, toll=before.phrase, noun=better_noun(view, noun))


def _is_number_of(view: View, at: int) -> bool:
    """Tell "the number of those" at the chunk of "those"."""
    return view.text(at - 1) == "of" and view.text(at - 2).endswith(("number", "numbers", "toll"))


def _is_numbered(view: View, at: int, phrase: Phrase) -> bool:
    """Tell "the number of slain militants"."""
    return "number" in phrase.words or (view.text(at - 1) == "of" and "number" in view.text(at - 2))


def of_bodies(view: View) -> Hook | None:
    """Read "the bodies of 23 of them", "16 bodies of militants"."""
    if _are_bodies_of(view.phrase):
        return Hook("deaths-of", measure=Measure.KILLED)
    last = view.here[-1] if view.here else None
    noun = view.phrase.noun
    hurt = view.phrase.state is not None or view.code(view.at + 1) == "V"
    hurt = hurt or (noun is not None and noun.measure is not None)
    next_to = last is not None and last.at == view.at - 2 and view.code(view.at - 1) in LISTING
    if last is not None and last.rule == "deaths-of" and next_to and not hurt:
        return Hook("deaths-of", measure=last.measure, toll=last.toll, noun=noun_of_bodies(view, last.noun))
    if view.text(view.at - 1) != "of":
        return None
    before = view.chunk(view.at - 2)
    phrase = before.phrase if before is not None else None
    if phrase is None or phrase.noun is None or phrase.noun.measure is None or phrase.noun.trait == "count":
        return None
    them = stand_for_them(view) if view.phrase.partitive == "them" else None
    return Hook("deaths-of", measure=phrase.noun.measure, toll=them or phrase, noun=noun_of_bodies(view, phrase.noun))


def _are_bodies_of(phrase: Phrase) -> bool:
    """Tell a phrase that counts bodies and says whose they are."""
    people = phrase.noun is not None and phrase.noun.thing is Thing.PERSON
    return people and any(one in _BODIES and after == "of" for one, after in pairwise(phrase.words))


_BODIES: Final = word_set("body bodies corpse corpses coffin coffins remains")


def admitted(view: View) -> Hook | None:
    """Read "six patients had been admitted", "received 14 patients", "11 people were admitted" of a hospital."""
    patients = {"patient", "patients"} & set(view.phrase.words)
    people = view.phrase.noun is not None and view.phrase.noun.thing is Thing.PERSON and not view.phrase.article
    if not patients and not (people and set(view.lower) & _WARDS and view.code(view.at + 1) in {"b", "h"}):
        return None
    near = view.chunks[max(0, view.at - 3) : view.at + 5]
    if any(chunk.lower in _ADMITTING for chunk in near):
        return Hook("admitted", measure=Measure.WOUNDED)
    return None


_WARDS: Final = word_set("hospital hospitals clinic clinics doctors doctor nurse nurses surgeons ward")
_ADMITTING: Final = word_set("admitted received treated brought admitting receiving treating admits")


def funerals_for(view: View) -> Hook | None:
    """Read "funerals were held for five policemen", "the funeral prayers of two soldiers"."""
    noun = view.phrase.noun
    if noun is None or noun.thing is not Thing.PERSON or view.text(view.at - 1) not in {"for", "of"}:
        return None
    for at in range(view.at - 2, max(-1, view.at - 9), -1):
        if set(view.text(at).split()) & _FUNERALS:
            return Hook("funerals", measure=Measure.KILLED)
        if view.code(at) in {"|", "s", "N", ","}:
            return None
    return None


_FUNERALS: Final = word_set("funeral funerals burial burials")


def injuries_to(view: View) -> Hook | None:
    """Read "injuries to five", "the deaths of two"."""
    last = view.here[-1] if view.here else None
    if last is not None and last.rule == "injuries-to" and last.at == view.at - 2 and view.code(view.at - 1) in LISTING:
        return Hook("injuries-to", measure=last.measure, noun=view.phrase.noun or last.noun)
    if view.text(view.at - 1) != "to":
        return None
    before = view.chunk(view.at - 2)
    phrase = before.phrase if before is not None else None
    if phrase is None or phrase.noun is None or phrase.noun.measure is not Measure.WOUNDED:
        return None
    return Hook("injuries-to", measure=Measure.WOUNDED, noun=noun_of_bodies(view, phrase.noun))
