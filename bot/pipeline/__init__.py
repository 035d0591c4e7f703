"""The order of the three jobs: poll, digest, publish. It calls ports and core, and decides nothing itself."""

from bot.pipeline.digest import ENTRIES_A_CYCLE, digest
from bot.pipeline.poll import poll
from bot.pipeline.publish import publish
from bot.pipeline.tally import Tally

__all__ = ["ENTRIES_A_CYCLE", "Tally", "digest", "poll", "publish"]
