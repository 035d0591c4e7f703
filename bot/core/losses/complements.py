"""Follow a head noun to what is joined to it ("fighters and civilians") and to whose it is ("of ...")."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.losses.chunks import Mention, bare
from bot.core.losses.heads import QUOTES, Head, Heads
from bot.core.losses.lexicon import POSSESSIVES, STOPS, Noun, Thing
from bot.core.model import Kind
from bot.core.wordlists import word_set

_COMPLEMENT: Final = 9
_BELONGING: Final = frozenset({("belonging", "to"), ("attached", "to")})
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_LEADING: Final = frozenset({"one", "a", "same", "single", "'s"})
_HOMES: Final = frozenset({"family", "household"})
_REGIMES: Final = frozenset({"regime", "government", "administration", "authorities", "state", "movement"})
_OWNERS: Final = _REGIMES | word_set(
    "family household army force corps group military clan scouts militia "
    "unit battalion brigade regiment division wing patrol platoon contingent directorate"
)
_EVENTS: Final = word_set(
    "bombing bombings strike strikes airstrike airstrikes attack attacks raid raids shelling fire firing bombardment "
    "assault aggression violence clash clashes fighting explosion explosions blast blasts"
)


@dataclass(frozen=True, slots=True)
class Complements(Heads):
    """A sentence in which a head noun is followed to what goes with it."""

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
                alike = head.noun.kind is Kind.UNSPECIFIED  # "Y and X soldiers"
                head.noun = Noun(second.noun.thing, second.noun.kind if alike else head.noun.kind, second.noun.trait)
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

    def _ends_complement(self, at: int) -> bool:
        word = self.scan.lower[at]
        another = word == "and" and self.scan.lower[at + 1 : at + 2] in {("a",), ("an",)}
        if another or at in self.figures or self.loss_at(at) is not None:
            return True
        return (word in STOPS and word not in {"of", "and"}) or not (word[0].isalnum() or word in QUOTES)

    def complement(self, last: int, head: Head) -> tuple[int, int]:
        """Follow "of ...", "belonging to ..." behind a noun as far as it names whose they are."""
        lower = self.scan.lower
        width = self._link_width(last)
        if not width or not _has_owner(head.noun):
            return last, last
        end = last
        at = last + width
        while at < min(last + _COMPLEMENT, len(lower)):
            word = lower[at]
            mention = self.named.get(at)
            if mention is not None:
                at = end = self._branch_end(mention)
                continue
            if word in _EVENTS:
                return last, last
            if at in self.figures and set(lower[at + 1 : at + 3]) & {"families", "households"}:
                return last, self.figures[at].last + 1
            passed = self._passed(at)
            if passed:
                at += passed
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

    def _link_width(self, at: int) -> int:
        """Return how many tokens at `at` link a noun to whose it is: "of", "belonging to", "from" before a force."""
        lower = self.scan.lower
        if lower[at : at + 2] in _BELONGING:
            return 2
        named = self.named.get(at + 1 + (lower[at + 1 : at + 2] == ("the",)))
        force = named is not None and named.role in {"forces", "institution", "militant"}
        return int(lower[at : at + 1] == ("of",) or (lower[at : at + 1] == ("from",) and force))

    def _passed(self, at: int) -> int:
        """Return how many tokens at `at` only lead on to a noun: "a", "'s", "3rd"; "the one" leads to a man."""
        lower = self.scan.lower
        if lower[at].isdigit() and lower[at + 1 : at + 2] and lower[at + 1] in _ORDINALS:
            return 2
        leads = lower[at] in _LEADING or (lower[at] in POSSESSIVES and bool(_HOMES & set(lower[at + 1 : at + 3])))
        return int(leads and lower[at - 1 : at + 1] != ("the", "one"))

    def _branch_end(self, mention: Mention) -> int:
        """Return where a force's name ends with its branch in brackets ("of the ... Corps (North)")."""
        tokens, at = self.scan.tokens, mention.last
        if mention.role != "forces":
            return at
        while at < len(tokens) and tokens[at].text.istitle() and tokens[at].lower not in STOPS:
            at += 1
        if [one.text for one in tokens[at : at + 3 : 2]] == ["(", ")"]:
            return at + 3
        return mention.last


def _has_owner(noun: Noun | None) -> bool:
    """Tell whether "of ..." behind the noun says whose or which: not so behind counts and deaths."""
    return noun is not None and noun.measure is None and noun.trait not in {"number", "body", "count"}


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
                "battalion",
                "brigade",
                "regiment",
                "platoon",
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
