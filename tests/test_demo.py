"""The preview replays the sample feeds through the real pipeline and ends with the right card."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp

from bot.app.preview import open_stage
from bot.core.cards import Card
from bot.demo import Audience, CardWall, replay, stay
from config.settings import read_settings


async def replayed() -> tuple[dict[int, Card], list[str]]:
    wall, told = CardWall(), list[str]()
    async with open_stage(read_settings()) as (stage, samples):
        await stage.store.save_alerts(1, 1, 0, stage.clock.now())
        await replay(stage, Audience(wall, told.append, stay), samples)
    return wall.cards, told


def cell(card: Card, column: int, loss: str) -> str:
    lines = card.fields[column].value.split("\n")
    return lines[lines.index(loss) + 1].replace("*", "").strip()


async def test_one_new_episode_gets_one_card_and_the_baseline_none() -> None:
    cards, told = await replayed()
    assert [card.event_id for card in cards.values()] == ["2026-02-26-border"]
    assert told[0].startswith("baseline")


async def test_the_figures_stand_under_the_right_sides() -> None:
    cards, _ = await replayed()
    (card,) = cards.values()
    first, second = card.fields[0].name, card.fields[1].name
    assert (first, second) == ("Afghanistan says", "Pakistan says")
    assert cell(card, 0, "Pakistani soldiers killed") == "55"
    assert cell(card, 1, "Pakistani soldiers killed") == "12 (admits), earlier 2"
    assert "133+" in cell(card, 1, "Afghan fighters killed")
    assert cell(card, 0, "Afghan fighters killed") == "13 (admits), earlier 8"


def run(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_once_prints_the_card_and_leaves_nothing_behind(tmp_path: Path) -> None:
    process = run("demo", "--once", folder=tmp_path)
    printed, faults = process.communicate(timeout=60)
    assert (process.returncode, faults) == (0, "")
    assert "Clashes along the border · 26–28 February 2026" in printed
    assert not list(tmp_path.iterdir())


async def test_the_page_is_served_until_it_is_interrupted(tmp_path: Path) -> None:
    process = run("demo", "--port", "0", folder=tmp_path)
    assert process.stdout is not None
    address = next(word for line in process.stdout for word in line.split() if word.startswith("http://127.0.0.1"))
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    _, faults = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in faults
