"""Decide which entries' pages are opened for their full text, and what of a page's text is taken over."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.feeds import FetchedEntry
from bot.core.refresh import EARLIEST_DATE

PAGES_A_POLL: Final = 10
# Before a feed's id it names the note on its pages, which its standing shows.
PAGES_NOTE: Final = "pages:"


@dataclass(frozen=True, slots=True)
class FullTexts:
    """What the pages of some entries gave: texts by the entries' keys, and why the others gave none."""

    texts: Mapping[str, str]
    faults: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """Return in one line for an admin how many pages could not be read, and why most of them; empty for none."""
        if not self.faults:
            return ""
        ((reason, _),) = Counter(self.faults).most_common(1)
        return f"{len(self.faults)} of {len(self.texts) + len(self.faults)} pages could not be read: {reason}"


def pages_wanted(entries: Sequence[FetchedEntry], known_digests: Mapping[str, str]) -> tuple[FetchedEntry, ...]:
    """Return the newest of the entries that are new or changed, PAGES_A_POLL at most: each version's page once."""
    fresh = [entry for entry in entries if entry.link and known_digests.get(entry.key) != entry.digest]
    fresh.sort(key=lambda entry: entry.published or EARLIEST_DATE, reverse=True)
    return tuple(fresh[:PAGES_A_POLL])


def with_full_texts(entries: Sequence[FetchedEntry], texts: Mapping[str, str]) -> tuple[FetchedEntry, ...]:
    """Return the entries with their pages' texts where those say more; digests stay those of what the feed gave."""
    return tuple(_with_text(entry, texts.get(entry.key, "")) for entry in entries)


def _with_text(entry: FetchedEntry, page: str) -> FetchedEntry:
    # A page begins with its title, which would be read as a second report of it.
    first, _, rest = page.partition("\n")
    text = rest if " ".join(first.split()).casefold() == entry.title.casefold() else page
    return replace(entry, text=text) if len(text) > len(entry.text) else entry
