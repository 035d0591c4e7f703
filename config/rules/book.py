"""Keep the keyword rules current while the program runs: a good edit takes effect, a bad one changes nothing."""

from pathlib import Path

from bot.core.relevance import Rules
from bot.errors import RulesError
from config.rules.keywords import read_keywords


class RulesBook:
    """The rules of one keywords file, read again whenever it or the gazetteer beside it has changed.

    `fault` is the one line that says why the file as it stands is not in force, None when it is.
    """

    def __init__(self, path: Path) -> None:
        """Read the file; raise RulesError where it is wrong, since there is nothing to fall back on."""
        self.path = path
        self.fault: str | None = None
        self._rules = read_keywords(path)
        self._stamp = self._read_stamp()

    def current(self) -> Rules:
        """Return the newest good rules."""
        stamp = self._read_stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._rules = read_keywords(self.path)
                self.fault = None
            except RulesError as error:
                self.fault = str(error)
        return self._rules

    def _read_stamp(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(map(_stamp, (self.path, self.path.with_name("places.toml"))))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size)
