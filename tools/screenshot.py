"""Take the README picture: the sample feeds' card as it stood on the morning of 27 February, in a simulated channel."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.app.preview import open_stage
from bot.demo import Audience, CardWall, replay, stay
from config.settings import read_settings
from tests.support.screenshots import picture

MORNING = datetime(2026, 2, 27, 10, tzinfo=UTC)
SIZE = (700, 1480)


async def main(path: Path) -> None:
    """Replay until the morning and picture the card."""
    wall = CardWall()
    async with open_stage(read_settings()) as (stage, samples):
        await stage.store.save_alerts(1, 1, 0, stage.clock.now())
        until = [sample for sample in samples if sample.published <= MORNING]
        await replay(stage, Audience(wall, lambda _: None, stay), until)
        await picture(list(wall.cards.values()), path, SIZE, MORNING)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
