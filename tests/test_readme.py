"""The README names every setting and every command."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import _parser
from config.settings import setting_names

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", setting_names())
def test_names_the_setting(name: str) -> None:
    assert f"`{name}`" in README


def commands(parser: argparse.ArgumentParser, path: str = "counterclaim") -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                nested = list(commands(child, f"{path} {name}"))
                yield from nested or [f"{path} {name}"]


@pytest.mark.parametrize("command", list(commands(_parser())))
def test_names_the_command(command: str) -> None:
    assert f"`{command}" in README
