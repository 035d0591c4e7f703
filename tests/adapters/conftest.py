"""What the tests of the adapters share."""

from tests.support.databases import database_url, postgresql_url, store

__all__ = ["database_url", "postgresql_url", "store"]
