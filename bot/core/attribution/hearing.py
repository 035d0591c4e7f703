"""Tell who speaks at a cue, by the clause that it stands in: pronouns, accusations and their answers, whose house."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.attribution.contents import INSERTED, Spoken
from bot.core.attribution.cues import ADDRESSING, TELLING
from bot.core.attribution.lexicon import BODY, FOREIGN, PARTY, REGIME, Hit
from bot.core.attribution.lines import Line
from bot.core.attribution.memory import BODY_KIND, GUESS, KINDS, MANY, PERSON, Memory, Speaker
from bot.core.attribution.nouns import CLAIM_NOUNS
from bot.core.attribution.speakers import TOLD, Identifier
from bot.core.attribution.subjects import Found
from bot.core.model import OTHER, Side
from bot.core.text import word_set
from bot.core.theatre import Theatre

_ANSWERED: Final = 3
# The ground of a bare name that the text has not told of.
_UNKNOWN: Final = f"{GUESS}unknown"
_TOLD_REACH: Final = 4
_COUNTING: Final = word_set("the two three four five six seven eight nine ten several")
_ATTACKS: Final = word_set(
    "attack attacks assault raid raids ambush firing fire shelling strike strikes aggression bombing blast"
)
_DEATHS: Final = word_set("shelling bombing bombardment killing killings death deaths martyrdom murder")


class Hearing:
    """Find the speakers of a cue where its clause tells more than the phrase that names them."""

    def __init__(self, theatre: Theatre, memory: Memory, identifier: Identifier) -> None:
        self.theatre = theatre
        self.memory = memory
        self.identifier = identifier
        self.sides = identifier.sides

    def identify(self, line: Line, found: Found) -> list[Speaker]:
        mention = found.mention
        assert mention is not None  # noqa: S101 - told by the caller
        self.memory.addressed = self._addressed(line, found)
        self.memory.house = self._house(line, found)
        trailing = mention.start > 0 and line.low[mention.start - 1] in {",", '"', "-"}
        main, about = self.memory.main, self.memory.about
        if about is not None and about.start >= mention.start and not mention.pronoun:
            self.memory.about = None
        if trailing and main is not None and ":" in line.low[main.end : mention.start]:
            trailing = False
        if trailing or (main is not None and main.start >= mention.start):
            self.memory.main = (
                main
                if main is not None and main.kind == PERSON and len(main.names) > 1 and main.start < mention.start
                else None
            )
        elif mention.pronoun and main is not None and found.manner != "according" and agrees(mention.pronoun, main):
            return [main]
        elif mention.pronoun == "they" and about is not None and self._is_they(line, found, about):
            return [about]
        inserted = line.low[max(0, mention.start - 2) : mention.start] in INSERTED
        inserted |= mention.start > 1 and line.low[mention.start - 1] == "which"
        if mention.pronoun == "it" and about is not None and self._is_it(about, inserted=inserted):
            return [about]
        if mention.pronoun in {"it", "they"} and found.rejects and self.memory.accused is not None:
            return [Speaker(self.memory.accused, None, BODY_KIND, start=mention.start, end=mention.end)]
        speakers = self.identifier.speakers(line, mention)
        self.memory.main, self.memory.about = main, about
        return [self._consistent(line, found, one) for one in speakers]

    def _consistent(self, line: Line, found: Found, speaker: Speaker) -> Speaker:
        """Return a speaker on the other side where one that was only guessed rejects his own side's word."""
        last = self.memory.spoken[-1] if self.memory.spoken else None
        if found.cue is not None and found.cue.lemma == "add" and speaker.ground == _UNKNOWN and last is not None:
            own = last.kind == BODY_KIND and last.side in self.sides and last.official
            return replace(speaker, side=last.side, ground="added") if own else speaker
        if not found.rejects or speaker.ground == TOLD or speaker.side not in self.sides:
            return speaker
        for at in range(found.end, min(found.end + _ANSWERED, len(line.low))):
            hit = line.covering[at]
            if hit is not None and hit.sort in {PARTY, REGIME} and hit.side in self.sides:
                claims = CLAIM_NOUNS.intersection(line.low[hit.end : hit.end + _ANSWERED])
                return self._turned(speaker) if hit.side == speaker.side and claims else speaker
        return speaker

    def _turned(self, speaker: Speaker) -> Speaker:
        """Return a speaker on the other side, and remember who it is."""
        turned = replace(speaker, side=self.theatre.enemy(speaker.side or OTHER), ground="answer")
        if turned.kind == PERSON:
            self.memory.people.update(dict.fromkeys(turned.names, turned))
        return turned

    def _is_it(self, about: Speaker, *, inserted: bool) -> bool:
        """Tell whether "it" is the body that the sentence tells of: in "in which, it says,", or where none spoke last.

        Of a side's body only where nobody has spoken: "Y's army had fled, it said" is mostly the other side's word.
        """
        if inserted and about.kind == BODY_KIND and (about.official or about.sure):
            return True
        last = self.memory.spoken[-1] if self.memory.spoken else None
        body = about.kind == BODY_KIND and (about.official or about.sure)
        if last is None:
            return body
        alike = about.side == OTHER or about.ground == "fronted"
        return body and alike and last.kind not in KINDS["it"]

    def _is_they(self, line: Line, found: Found, about: Speaker) -> bool:
        """Tell whether "they" can be what the sentence is about: many, or whoever did what "what they say" tells."""
        at = found.mention.start if found.mention is not None else 0
        if found.manner == "according" or about.start >= at:
            return False
        return about.kind == MANY or (at > 0 and line.low[at - 1] == "what" and about.side in self.sides)

    def accused(self, line: Line, spoken: Sequence[Spoken]) -> Side | None:
        """Return the party that the sentence's last speaker has accused, who may deny it next."""
        if not spoken or len({one.side for one in spoken[-1].speakers}) > 1:
            return None
        addressed = self._addressed(line, spoken[-1].found)
        return self.theatre.enemy(addressed) if addressed is not None else None

    def _house(self, line: Line, found: Found) -> Side | None:
        """Return whose body an office-holder tells something: "told Y's assembly"."""
        if found.cue is None or found.cue.lemma not in TELLING:
            return None
        hits = (hit for hit in line.covering[found.end : found.end + 3] if hit is not None)
        return next((hit.side for hit in hits if _is_own(line, hit, self.sides)), None)

    def _addressed(self, line: Line, found: Found) -> Side | None:
        """Return the enemy of the party that an accusation or appeal is addressed to."""
        if found.cue is None or found.cue.lemma not in ADDRESSING:
            return None
        for at in range(found.end, min(found.end + _TOLD_REACH, len(line.low))):
            hit = line.covering[at]
            if hit is not None:
                owner = hit.end < len(line.low) and line.low[hit.end] == "'s"
                sided = hit.sort in {PARTY, REGIME} and hit.side in self.sides
                if sided and not owner and _is_struck(line, found.end, at):
                    return hit.side
                return self.theatre.enemy(hit.side) if sided and not owner else None
        return None


def _is_own(line: Line, hit: Hit, sides: Sequence[Side]) -> bool:
    """Tell a side's own body, or a third country's state television, which its own officials speak to."""
    if hit.sort == FOREIGN:
        return line.low[hit.end : hit.end + 1] == ("state",)
    return hit.sort == BODY and hit.side in sides


def _is_struck(line: Line, start: int, at: int) -> bool:
    """Tell "condemned the attack on Y's troops" and "condemned the killing of Y's men", which Y condemns."""
    before = line.low[start : at - 1 if line.low[at - 1] in _COUNTING else at]
    on = before[-1:] in {("on",), ("against",)} and not _ATTACKS.isdisjoint(before)
    return on or (before[-1:] == ("of",) and not _DEATHS.isdisjoint(before))


def agrees(pronoun: str, speaker: Speaker) -> bool:
    """Tell whether a pronoun inside a clause can mean what the sentence is about."""
    return speaker.kind in KINDS[pronoun] and not (pronoun == "they" and speaker.kind == BODY_KIND)
