"""A file of the theatre that is wrong is told with its line."""

from pathlib import Path

import pytest

from bot.errors import RulesError
from config.rules.toml_file import read_toml


def test_a_slip_in_the_syntax_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "keywords.toml"
    path.write_text('[places]\nterms = ["one", "two"\nthree = 3\n')
    with pytest.raises(RulesError) as raised:
        read_toml(path)
    assert raised.value.line == len(("first", "second", "third"))
    assert str(path) in str(raised.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be read"):
        read_toml(tmp_path / "nothing.toml")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sides.toml"
    path.write_bytes('name = "Köln"'.encode("latin-1"))
    with pytest.raises(RulesError, match="UTF-8"):
        read_toml(path)


def test_a_value_of_the_wrong_kind_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "sides.toml"
    path.write_text('title = "x"\n\nnames = "not a list"\n')
    file = read_toml(path)
    with pytest.raises(RulesError, match="line 3: names must be a list"):
        file.strings(file.tables, "names")
