"""The store on SQLite and PostgreSQL: everything that outlives a process, one class a stage."""

from bot.adapters.stores.alerts import AlertStore
from bot.adapters.stores.claims import ClaimStore
from bot.adapters.stores.digests import DigestStore
from bot.adapters.stores.edits import EditStore
from bot.adapters.stores.feeds import FeedStore
from bot.adapters.stores.near import NearStore
from bot.adapters.stores.notes import NoteStore
from bot.adapters.stores.polls import PollStore
from bot.adapters.stores.postings import PostingStore
from bot.adapters.stores.record import RecordStore
from bot.adapters.stores.refiling import OrderStore
from bot.adapters.stores.registers import RegisterStore
from bot.adapters.stores.remarks import RemarkStore
from bot.adapters.stores.searching import SearchStore


class SqlStore(
    PollStore,
    FeedStore,
    DigestStore,
    NearStore,
    OrderStore,
    PostingStore,
    RemarkStore,
    AlertStore,
    RecordStore,
    ClaimStore,
    SearchStore,
    EditStore,
    RegisterStore,
    NoteStore,
):
    """The whole store; see `bot.ports.Store` for what each query and save promises."""
