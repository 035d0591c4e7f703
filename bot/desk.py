"""What the commands ask: questions to the record answered with cards, and admins' wishes answered with one line.

It orders calls to the store and to core, as the pipeline does for the jobs; it knows nothing of Discord but the sizes
of what its answers must fit into. Whatever a user typed comes back neutralised or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Final

from bot.core.cards import Card, lay_out, lay_out_evidence, with_standing
from bot.core.comparison import Comparison, compare
from bot.core.lifecycle import life_of, linked
from bot.core.model import Event, Side
from bot.core.neutral import neutralise, plain
from bot.core.registers import Filed, write_csv, write_json
from bot.core.relevance import Rules, check_term, spellings, with_edits
from bot.core.theatre import Theatre
from bot.ports import Clock, EventClaims, KeywordEdit, Store

MOST_CHOICES: Final = 25  # Discord: "Autocomplete"
LONGEST_CHOICE: Final = 100
LONGEST_TERM_SHOWN: Final = 80
LONGEST_FAULT: Final = 400
PAGE_CHARACTERS: Final = 1500

# The store's note that holds the fault of the rules file as it stands, empty where it is good.
RULES_NOTE: Final = "rules"
RULES_FAULT: Final = "The operator's keywords file has a fault (the log names the line); the last good one is in force."
NO_SUCH_EVENT: Final = "The record holds no such episode. Pick one from the list that appears as you type."
NO_SUCH_SIDE: Final = "There is no such side. Pick one from the list that appears as you type."


class Form(StrEnum):
    """How an event's claims are written into a file."""

    CSV = "csv"
    JSON = "json"


WRITERS: Final[Mapping[Form, Callable[[Sequence[Filed]], str]]] = {Form.CSV: write_csv, Form.JSON: write_json}


@dataclass(frozen=True, slots=True)
class File:
    """An event's claims as a file of that name, in UTF-8."""

    name: str
    content: bytes
    claims: int


@dataclass(frozen=True, slots=True)
class KeywordGroup:
    """A group of the rules as it stands for one server: its terms, and which of them were edited there.

    Each spelling of a term stands for itself, since each can be removed by itself.
    """

    name: str
    terms: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Desk:
    """Answers for the commands, over the store and the theatre."""

    def __init__(self, store: Store, theatre: Theatre, rules: Callable[[], Rules], clock: Clock) -> None:
        """Answer from `store`, in the words of `theatre`; `rules` returns the rules in force."""
        self._clock = clock
        self._store = store
        self._theatre = theatre
        self._rules = rules

    # the record

    async def latest(
        self, limit: int, words: str = "", since: datetime | None = None, side: Side | None = None
    ) -> list[Card]:
        """Return the cards of the `limit` newest events that hold all of `words` and were reported on `since` then.

        With `side` only of those of which it has spoken.
        """
        found = await self._store.claims_latest(limit, words, since, side)
        return [self._card(one, compare(one.event, one.claims, self._theatre)) for one in found]

    async def claims(self, event: str, page: int = 1) -> tuple[Card, ...] | None:
        """Return an event's card and then its evidence; None where neither an id nor words name exactly one event.

        From a later `page` on there is the evidence alone.
        """
        found = await self._named(event)
        if found is None:
            return None
        comparison = compare(found.event, found.claims, self._theatre)
        evidence = lay_out_evidence(comparison, self._theatre, page)
        return evidence if page > 1 else (self._card(found, comparison), *evidence)

    async def claims_file(self, event: str, form: Form) -> File | None:
        """Return an event's claims as a file; None where neither an id nor words name exactly one event."""
        found = await self._named(event)
        if found is None:
            return None
        text = WRITERS[form]([Filed(found.event, found.claims)])
        return File(f"{found.event.id}.{form}", text.encode(), len(found.claims))

    def side_of(self, typed: str) -> Side | None:
        """Return the side that is meant by its code or name, None where none is."""
        named = {word.casefold(): party.code for party in self._theatre.sides for word in (party.code, party.name)}
        return named.get(typed.casefold().strip())

    async def side_choices(self, words: str) -> list[tuple[str, str]]:
        """Return the names of the sides that hold `words`, as autocomplete allows."""
        return _choices((party.name for party in self._theatre.sides), words)

    async def event_choices(self, words: str) -> list[tuple[str, str]]:
        """Return label and id of the events that hold all of `words`, newest first, as autocomplete allows."""
        events = await self._store.events_like(words, MOST_CHOICES)
        return [(_label(event), event.id) for event in events if len(event.id) <= LONGEST_CHOICE]

    async def _named(self, event: str) -> EventClaims | None:
        """Return the event of that id or, where there is none, the only one that holds these words."""
        found = await self._store.event_claims(event)
        if found is not None or not event.strip():
            return found
        like = await self._store.events_like(event, 2)
        return await self._store.event_claims(like[0].id) if len(like) == 1 else None

    def _card(self, found: EventClaims, comparison: Comparison) -> Card:
        life = life_of(found.event, found.claims, self._clock.now(), closed=found.closed)
        return with_standing(lay_out(comparison, self._theatre), life, linked(found.bonds))

    # automatic posts

    async def alerts_on(
        self, channel_id: int, guild_id: int, user_id: int, now: datetime, lacking: Sequence[str] = ()
    ) -> str:
        """Turn automatic posts on in a channel; `lacking` names the permissions that the bot has not got there."""
        new = await self._store.save_alerts(channel_id, guild_id, user_id, now)
        line = (
            "Alerts are on in this channel: one card an episode, kept up to date."
            if new
            else "Alerts were on in this channel already."
        )
        if not lacking:
            return line
        return f"{line} But I cannot post here yet: I lack {_listed(lacking)}. Allow that, then use /alerts here again."

    async def alerts_off(self, channel_id: int) -> str:
        """Turn automatic posts off in a channel; cards that stand there stay."""
        if await self._store.drop_alerts(channel_id):
            return "Alerts are off in this channel. The cards already here stay as they are."
        return "Alerts were not on in this channel."

    # keywords

    async def keywords(self, guild_id: int) -> tuple[KeywordGroup, ...]:
        """Return every group of the rules as it stands for a server."""
        base = self._rules()
        own = await self._rules_of(guild_id, base)
        return tuple(_group(name, terms, base.groups.get(name, ())) for name, terms in own.groups.items())

    async def _rules_of(self, guild_id: int, base: Rules) -> Rules:
        edits = await self._store.keyword_edits()
        own = [(edit.group, edit.term, edit.added) for edit in edits if edit.guild_id == guild_id]
        return with_edits(base, own) if own else base

    async def keyword_list(self, guild_id: int, group: str | None, page: int) -> str:
        """Return the groups with their sizes, or one page of a group's terms; fits into one message."""
        groups = await self.keywords(guild_id)
        if group is None:
            note = await self._store.note(RULES_NOTE)
            fault = [RULES_FAULT] if note and note[0] else []
            lines = next(_pages([_group_line(one) for one in groups], "\n"), "There are no groups.")
            return "\n".join([lines, *fault, "Name a group to see its terms."])
        one = next((known for known in groups if known.name == group), None)
        return _no_group(known.name for known in groups) if one is None else _page(one, page)

    async def group_choices(self, guild_id: int, words: str) -> list[tuple[str, str]]:
        """Return the groups whose names hold `words`, as autocomplete allows."""
        return _choices((group.name for group in await self.keywords(guild_id)), words)

    async def term_choices(self, guild_id: int, group: str, words: str) -> list[tuple[str, str]]:
        """Return the terms of a group that hold `words`, as autocomplete allows."""
        groups = await self.keywords(guild_id)
        return _choices((term for one in groups if one.name == group for term in one.terms), words)

    async def add_keyword(self, guild_id: int, group: str, term: str, user_id: int, now: datetime) -> str:
        """Add a term to a group for one server, or say why not."""
        rules, term = await self._rules_of(guild_id, self._rules()), plain(term)
        fault = check_term(group, term, rules)
        if fault is not None:
            return f"Not added: {neutralise(fault, LONGEST_FAULT)}."
        if _folded(term) <= {one for known in rules.groups[group] for one in _folded(known)}:
            return f"{group} holds “{_shown(term)}” already."
        await self._store.save_keyword_edit(KeywordEdit(guild_id, group, term, added=True, by=user_id, at=now))
        return f"Added to {group}: “{_shown(term)}”. It counts in this server from the next report on."

    async def remove_keyword(self, guild_id: int, group: str, term: str, user_id: int, now: datetime) -> str:
        """Remove a term from a group for one server, or say why not."""
        rules, term = await self._rules_of(guild_id, self._rules()), plain(term)
        if group not in rules.groups:
            return _no_group(rules.groups)
        if with_edits(rules, [(group, term, False)]).groups == rules.groups:
            return f"{group} does not hold “{_shown(term)}”."
        await self._store.save_keyword_edit(KeywordEdit(guild_id, group, term, added=False, by=user_id, at=now))
        return f"Removed from {group}: “{_shown(term)}”. It no longer counts in this server."


def _label(event: Event) -> str:
    return plain(f"{event.began.isoformat()} {event.title}", LONGEST_CHOICE)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _shown(term: str) -> str:
    return neutralise(term, LONGEST_TERM_SHOWN)


def _folded(term: str) -> set[str]:
    return {spelling.casefold() for spelling in spellings(term)}


def _group(name: str, terms: Sequence[str], base: Sequence[str]) -> KeywordGroup:
    own, common = _spelt(terms), _spelt(base)
    added = tuple(term for term in own if term not in common)
    return KeywordGroup(name, tuple(own), added, removed=tuple(term for term in common if term not in own))


def _spelt(terms: Sequence[str]) -> dict[str, None]:
    """Return every spelling of the terms once, in order."""
    return dict.fromkeys(spelling for term in terms for spelling in spellings(term))


def _no_group(names: Iterable[str]) -> str:
    return f"There is no such group; the groups are {_listed(sorted(names))}."


def _group_line(group: KeywordGroup) -> str:
    edits = [f"{len(group.added)} added here"] if group.added else []
    edits += [f"{len(group.removed)} removed here"] if group.removed else []
    many = "term" if len(group.terms) == 1 else "terms"
    return " · ".join([f"**{_shown(group.name)}** {len(group.terms)} {many}", *edits])


def _choices(names: Iterator[str], words: str) -> list[tuple[str, str]]:
    wanted = words.casefold().strip()
    fitting = (name for name in names if wanted in name.casefold() and len(name) <= LONGEST_CHOICE)
    return [(name, name) for name in islice(fitting, MOST_CHOICES)]


def _page(group: KeywordGroup, page: int) -> str:
    """Return one page of a group: edits of the server first, the number cut to the pages that there are."""
    own = [f"+ {_shown(term)}" for term in group.added] + [f"removed: {_shown(term)}" for term in group.removed]
    rest = [_shown(term) for term in group.terms if term not in group.added]
    pages = list(_pages([*own, *rest])) or ["–"]
    number = min(max(page, 1), len(pages))
    return f"**{_shown(group.name)}**, page {number} of {len(pages)}\n{pages[number - 1]}"


def _pages(terms: Sequence[str], between: str = ", ") -> Iterator[str]:
    page = ""
    for term in terms:
        if page and len(page) + len(term) > PAGE_CHARACTERS:
            yield page
            page = ""
        page = f"{page}{between}{term}" if page else term
    if page:
        yield page
