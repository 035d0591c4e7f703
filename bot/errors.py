"""Every error that Counterclaim raises on purpose, in one small tree.

    CounterclaimError
    ├── SettingsError      a setting is missing or wrong
    ├── RulesError         a file of the theatre is wrong (carries file and line)
    ├── EntriesError       entries handed to `analyse` cannot be read (carries the line)
    ├── RecordError        an operation on the event record cannot be done, or a file of it cannot be read
    ├── FeedError          a feed could not be fetched or parsed (carries the feed)
    ├── StoreError         the database cannot be used
    │   └── StoreTooNew    ... because a newer version of the program wrote it
    └── DeliveryError      Discord cannot be used
        ├── TokenRefused   ... because it refused the token
        ├── ChannelClosed  ... in one channel: gone, or the permission is missing
        └── OutcomeUnknown ... nobody knows whether the message arrived

The text of each is one line for a person: what is wrong, where, and what to do.
"""

from pathlib import Path


class CounterclaimError(Exception):
    """Base of all; its text is fit to be shown to the person who runs the program."""


class SettingsError(CounterclaimError):
    """A setting is missing or wrong."""


class RulesError(CounterclaimError):
    """A file of the theatre is wrong.

    `file` is its path, `line` the 1-based line or None where the file as a whole is meant.
    """

    def __init__(self, file: Path, line: int | None, reason: str) -> None:
        where = f"{file}, line {line}" if line else f"{file}"
        super().__init__(f"{where}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class EntriesError(CounterclaimError):
    """Entries handed in by file or standard input cannot be read; `line` is 1-based, None where all of it is meant."""

    def __init__(self, where: str, line: int | None, reason: str) -> None:
        super().__init__(f"{where}, line {line}: {reason}" if line else f"{where}: {reason}")
        self.line = line


class RecordError(CounterclaimError):
    """An operation on the event record cannot be done, or a file with a record cannot be read; nothing was changed."""


class FeedError(CounterclaimError):
    """A feed could not be fetched or parsed; `feed` is its id."""

    def __init__(self, feed: str, reason: str) -> None:
        super().__init__(f"feed {feed}: {reason}")
        self.feed = feed
        self.reason = reason


class StoreError(CounterclaimError):
    """The database cannot be used."""


class StoreTooNew(StoreError):
    """The database was written by a newer version of the program."""


class DeliveryError(CounterclaimError):
    """Discord cannot be used; `retry_after` is how many seconds it asks to wait, None where it names none."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class TokenRefused(DeliveryError):
    """Discord refused the token."""


class ChannelClosed(DeliveryError):
    """A channel is gone or closed to the bot; `channel_id` names it."""

    def __init__(self, channel_id: int, reason: str) -> None:
        super().__init__(f"channel {channel_id}: {reason}")
        self.channel_id = channel_id
        self.reason = reason


class OutcomeUnknown(DeliveryError):
    """A message was handed to Discord and no answer came back: it may or may not be there."""
