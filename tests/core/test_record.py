"""Edits of the record as decided: what they change, what undoes them, and what is refused with the reason."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.model import EventMatch
from bot.core.record import (
    Accept,
    Action,
    Close,
    Edit,
    Filing,
    Mark,
    Merge,
    Move,
    Open,
    PastEdit,
    RecordState,
    Redirect,
    Refile,
    Rename,
    Reopen,
    Retitle,
    Split,
    Undo,
    Wish,
    decide,
    doubt,
)
from bot.errors import RecordError
from tests.support.reports import EVENT

A = EVENT
B = replace(EVENT, id="2026-02-27-kurram", title="Clash in Kurram", places=("Kurram",))
C = replace(EVENT, id="2026-02-28-torkham")
STATE = RecordState(
    events={one.id: one for one in (A, B, C)},
    redirects={C.id: B.id},
    closed=frozenset({B.id}),
    filings={"e1": Filing(A.id, date(2026, 2, 27)), "e2": Filing(C.id, date(2026, 2, 28))},
)


def past(edit: Edit, undone: int | None = None) -> PastEdit:
    return PastEdit(7, edit.action, edit.event_id, edit.intents, edit.before, undone)


@pytest.mark.parametrize(
    ("wish", "intents", "before"),
    [
        (Merge(B.id, A.id), (Redirect(B.id, A.id),), (Redirect(B.id, None),)),
        (Merge(A.id, C.id), (Redirect(A.id, B.id),), (Redirect(A.id, None),)),
        (Move("e1", C.id), (Refile("e1", B.id),), (Refile("e1", A.id),)),
        (Move("e2", A.id), (Refile("e2", A.id),), (Refile("e2", C.id),)),
        (Accept("e1"), (Refile("e1", A.id),), (Refile("e1", A.id),)),
        (Rename(A.id, "  Night of\tfire "), (Retitle(A.id, "Night of fire"),), (Retitle(A.id, A.title),)),
        (Close(A.id), (Mark(A.id, True),), (Mark(A.id, False),)),
        (Reopen(C.id), (Mark(B.id, False),), (Mark(B.id, True),)),
    ],
)
def test_a_wish_becomes_intents_and_what_undoes_them(wish: Wish, intents: object, before: object) -> None:
    edit = decide(wish, STATE)
    assert (edit.intents, edit.before) == (intents, before)
    assert edit.words


def test_a_split_opens_an_event_and_its_undo_merges_it_back() -> None:
    edit = decide(Split(B.id, ("e2",), "Fire at Torkham", place="Torkham"), STATE)
    opened = edit.intents[0]
    assert isinstance(opened, Open)
    assert (opened.event.id, opened.event.places, opened.event.kind) == ("2026-02-28-torkham-2", ("Torkham",), B.kind)
    assert edit.intents[1:] == (Refile("e2", opened.event.id),)
    assert edit.before == (Redirect(opened.event.id, B.id),)


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Merge(A.id, A.id), "itself"),
        (Merge(C.id, B.id), "part already"),
        (Merge(A.id, "nowhere"), "no event is called nowhere"),
        (Move("e1", A.id), "under 2026-02-26-border already"),
        (Move("e9", A.id), "no report e9"),
        (Split(A.id, (), "x"), "name one or more"),
        (Split(A.id, ("e2",), "x"), "not under 2026-02-26-border"),
        (Split(A.id, ("e1",), "  "), "a title is"),
        (Rename(A.id, A.title), "that title already"),
        (Rename(A.id, "x" * 201), "a title is"),
        (Rename(A.id, "x\u202ey"), "a title is"),
        (Close(B.id), "closed already"),
        (Reopen(A.id), "not closed"),
        (Undo(3), "there is no edit 3"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(wish: Wish, says: str) -> None:
    with pytest.raises(RecordError, match=says) as caught:
        decide(wish, STATE)
    assert "\n" not in str(caught.value)


def test_an_undo_is_the_inverse_and_can_be_undone() -> None:
    edit = decide(Merge(B.id, A.id), STATE)
    merged = replace(STATE, redirects={**STATE.redirects, B.id: A.id}, past=past(edit))
    undone = decide(Undo(7), merged)
    assert (undone.action, undone.intents, undone.before) == (Action.UNDO, edit.before, edit.intents)
    assert undone.undoes == 7


def test_what_was_undone_or_changed_since_is_not_undone() -> None:
    edit = decide(Rename(A.id, "Night of fire"), STATE)
    with pytest.raises(RecordError, match="already, by edit 9"):
        decide(Undo(7), replace(STATE, past=past(edit, undone=9)))
    with pytest.raises(RecordError, match="changed since"):
        decide(Undo(7), replace(STATE, past=past(edit)))
    with pytest.raises(RecordError, match="cannot be undone"):
        decide(Undo(7), replace(STATE, past=PastEdit(7, Action.IMPORT, A.id, (), ())))


@pytest.mark.parametrize(
    ("is_new", "score", "rival", "doubtful"),
    [
        (False, 0.95, 0.30, False),
        (False, 0.65, 0.30, True),
        (False, 0.90, 0.88, True),
        (False, 0.90, 0.80, False),
        (True, 0.45, 0.55, True),
        (True, 0.90, 0.10, False),
    ],
)
def test_a_match_is_doubtful_where_it_is_neither_clear_nor_clearly_new(
    is_new: bool, score: float, rival: float, doubtful: bool
) -> None:
    assert (doubt(EventMatch(A, is_new, score, B.id, rival, "")) is not None) == doubtful


def test_no_event_and_nothing_near_are_no_doubt() -> None:
    assert doubt(EventMatch(None, False, 0.0, None, 0.0, "")) is None
    assert doubt(EventMatch(A, True, 1.0, None, 0.0, "")) is None
