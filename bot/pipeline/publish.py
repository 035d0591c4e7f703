"""Publish: bring cards up to date, then say what is to be said beside them. Decides nothing itself."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.cards import Card, card_digest, lay_out, with_standing
from bot.core.comparison import compare, is_material
from bot.core.delivery import (
    Pace,
    Standing,
    away_remark,
    change_remark,
    edit_due,
    is_refused_for_age,
    is_worn,
    looks_back,
    merged_text,
    parked_remark,
    probe_at,
    retry_at,
    stub_text,
)
from bot.core.events import is_recap
from bot.core.lifecycle import life_of, linked
from bot.core.model import Event
from bot.core.theatre import Theatre
from bot.errors import ChannelClosed, DeliveryError, OutcomeUnknown, StoreError, TokenRefused
from bot.pipeline.tally import Tally
from bot.ports import Clock, DueRemark, EventClaims, Publisher, StaleCard, Store

log = logging.getLogger(__name__)

CARDS_A_CYCLE = 20
REMARKS_A_CYCLE = 20
# A closed channel is asked for two days or so; a remark is stale then.
REMARK_ATTEMPTS = 16
AWAY_SETTLES = timedelta(minutes=1)
DEFAULT_PACE = Pace()


async def publish(
    store: Store,
    publisher: Publisher,
    theatre: Theatre,
    clock: Clock,
    pace: Pace = DEFAULT_PACE,
    ops: int | None = None,
) -> Tally:
    """Bring every stale card up to date in its channel, then say what is to be said beside the cards.

    Channels do not wait for each other. `ops` is the channel in which the operators are told of closed ones. Raises
    TokenRefused, and StoreError where the database is at fault; whatever else befalls one card delays that card alone.
    """
    due = await store.cards_due(clock.now(), CARDS_A_CYCLE)
    work = Delivery(store, publisher, theatre, clock, pace, ops)
    shown = await _all_of([work.deliver(card) for card in due])
    said = await speak(store, publisher, clock)
    return Tally(len(due) + said.taken, sum(shown) + said.changed)


async def _all_of(work: Sequence[Coroutine[object, object, bool]]) -> list[bool]:
    """Let all of it end, whatever one part raises; then raise the first error."""
    results = await asyncio.gather(*work, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if isinstance(result, bool)]


@dataclass(frozen=True, slots=True)
class Made:
    """An event with its card; nothing that was saved before `at` is missing from it."""

    file: EventClaims
    card: Card
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """The order of the steps by which one card gets into its channel."""

    store: Store
    publisher: Publisher
    theatre: Theatre
    clock: Clock
    pace: Pace
    ops: int | None
    # of each event, made once for all channels: whatever comes after its rows were leased brings them again
    made: dict[str, asyncio.Task[Made | None]] = field(default_factory=dict)

    async def deliver(self, row: StaleCard) -> bool:
        """Post or edit a card; tell whether the channel shows something new. A fault delays this card alone."""
        try:
            return await self._show(row)
        except (StoreError, TokenRefused):
            raise
        except ChannelClosed as error:
            await self._park(row, error.reason)
        except DeliveryError as error:
            log.warning("card delayed channel=%d event=%s reason=%r", row.channel_id, row.event_id, str(error))
            until = retry_at(row.failures, error.retry_after, self.clock.now())
            await self.store.save_delay(row, until, str(error), unsure=isinstance(error, OutcomeUnknown))
        except Exception as error:
            # Whatever one card does to the program, the others must still be shown; the fault is stored and loud.
            log.exception("card failed channel=%d event=%s", row.channel_id, row.event_id)
            reason = f"{type(error).__name__}: {error}"
            await self.store.save_delay(row, retry_at(row.failures, None, self.clock.now()), reason)
        return False

    async def _park(self, row: StaleCard, reason: str) -> None:
        now = self.clock.now()
        again = probe_at(row.probes, now)
        remark = parked_remark(self.ops, row.channel_id, reason, now) if self.ops else None
        await self.store.save_delay(row, now, reason, unsure=False)
        if await self.store.save_parked(row.channel_id, reason, now, again, remark):
            log.error("parked channel=%d reason=%r next_try=%s", row.channel_id, reason, again.isoformat())

    async def _show(self, row: StaleCard) -> bool:
        if row.event_id not in self.made:
            self.made[row.event_id] = asyncio.create_task(self._make(row.event_id))
        made = await self.made[row.event_id]
        if made is None:
            await self.store.drop_card(row, "the event is no longer in the record", self.clock.now())
            return False
        file, card, now = made.file, made.card, made.at
        if file.event.id != row.event_id:
            return await self._give_way(row, file.event, now)
        if row.message_id is None or row.standing is None:
            return await self._post(row, card, now)
        if row.shown == card_digest(card):
            await self.store.drop_card(row, "nothing to show has changed", now)
            return False
        due = edit_due(row.standing, self.pace, now)
        if due > now:
            await self.store.save_wait(row, due, "edits are gathered")
            return False
        return await self._edit(row, row.message_id, row.standing, (card, await self._news(row, file), now))

    async def _make(self, event_id: str) -> Made | None:
        """Return an event with its card as of now; None where it is no longer in the record."""
        now = self.clock.now()
        file = await self.store.event_claims(event_id)
        if file is None:
            return None
        life = life_of(file.event, file.claims, now, closed=file.closed)
        card = lay_out(compare(file.event, file.claims, self.theatre), self.theatre)
        return Made(file, with_standing(card, life, linked(file.bonds)), now)

    async def _give_way(self, row: StaleCard, kept: Event, now: datetime) -> bool:
        """Let the card of a merged event name the one that was kept; were the merge undone, it is posted afresh."""
        if row.message_id is None:
            await self.store.drop_card(row, f"the event is part of {kept.id}", now)
            return False
        stands = await self.publisher.point(row.channel_id, row.message_id, merged_text(kept))
        await self.store.drop_posting(row)
        log.info("gave way channel=%d event=%s kept=%s", row.channel_id, row.event_id, kept.id)
        return stands

    async def _post(self, row: StaleCard, card: Card, now: datetime) -> bool:
        message_id = None
        if row.tried is not None and looks_back(row.tried, now):
            message_id = await self.publisher.find(row.channel_id, row.event_id, row.tried)
        if message_id is None:
            message_id = await self.publisher.send(row.channel_id, card, row.nonce)
        if row.tried is not None:
            # It may be the message of an earlier attempt, which says what was known then.
            await self.publisher.edit(row.channel_id, message_id, card)
        await self.store.save_posting(row, message_id, card_digest(card), now)
        log.info("posted channel=%d event=%s message=%d", row.channel_id, row.event_id, message_id)
        if row.former_id is not None:
            await self._point(row, row.former_id, message_id)
        return True

    async def _point(self, row: StaleCard, former_id: int, message_id: int) -> None:
        """Let the former card point to the fresh one, if Discord allows it now: the fresh one stands in any case."""
        try:
            text = stub_text(row.guild_id, row.channel_id, message_id)
            await self.publisher.point(row.channel_id, former_id, text)
        except TokenRefused:
            raise
        except DeliveryError as error:
            log.info("former card left channel=%d message=%d reason=%r", row.channel_id, former_id, str(error))
        await self.store.drop_former(row)

    async def _news(self, row: StaleCard, file: EventClaims) -> tuple[str, ...]:
        """Return what is new against the card as it stands, in lines fit for a note."""
        before = await self.store.event_claims(row.event_id, row.standing.edited) if row.standing else None
        if before is None:
            return ()
        was, is_now = (
            compare(each.event, [one for one in each.claims if not is_recap(one.claim)], self.theatre)
            for each in (before, file)
        )
        return is_material(was, is_now)

    async def _edit(
        self, row: StaleCard, message_id: int, standing: Standing, change: tuple[Card, tuple[str, ...], datetime]
    ) -> bool:
        card, news, now = change
        if news and is_worn(standing, now):
            await self.store.save_fresh(row, now)
            return False
        try:
            stands = await self.publisher.edit(row.channel_id, message_id, card)
        except DeliveryError as error:
            if not (news and is_refused_for_age(standing, error.retry_after, now)):
                raise
            log.info("card too old to edit channel=%d event=%s next=post_afresh", row.channel_id, row.event_id)
            await self.store.save_fresh(row, now)
            return False
        if not stands:
            await self.store.drop_posting(row)
            return False
        shown = card_digest(card)
        note = change_remark((row.channel_id, message_id), card.title, news, shown)
        await self.store.save_posting(row, message_id, shown, now, note)
        log.info("edited channel=%d event=%s message=%d news=%d", row.channel_id, row.event_id, message_id, len(news))
        return True


async def speak(store: Store, publisher: Publisher, clock: Clock) -> Tally:
    """Send the remarks that wait, among them one a channel about what came too late for alerts."""
    now = clock.now()
    for missed in await store.missed(now - AWAY_SETTLES):
        remark = away_remark(missed.channel_id, missed.events, missed.reports, now)
        await store.save_away(missed, remark, now)
    due = await store.remarks_due(clock.now(), REMARKS_A_CYCLE)
    said = await _all_of([_say(store, publisher, one, clock) for one in due])
    return Tally(len(due), sum(said))


async def _say(store: Store, publisher: Publisher, due: DueRemark, clock: Clock) -> bool:
    now, remark = clock.now(), due.remark
    where = remark.thread_of or remark.channel_id
    try:
        done = await publisher.say(remark, due.tried if looks_back(due.tried, now) else None)
    except TokenRefused:
        raise
    except ChannelClosed as error:
        log.warning("remark not allowed place=%d reason=%r", where, error.reason)
        if due.attempts < REMARK_ATTEMPTS:
            await store.save_remark_delay(due, probe_at(due.attempts, now), error.reason, unsure=False)
        else:
            await store.drop_remark(due, error.reason, now)
        return False
    except DeliveryError as error:
        until = retry_at(due.attempts, error.retry_after, now)
        await store.save_remark_delay(due, until, str(error), unsure=isinstance(error, OutcomeUnknown))
        log.warning("remark delayed place=%d reason=%r", where, str(error))
        return False
    if not done:
        await store.drop_remark(due, "no thread can be made there", now)
        log.info("note skipped message=%d reason='no thread can be made there'", where)
        return False
    await store.save_said(due, now)
    return True
