"""The keywords' file, and what is said of a wrong one."""

import shutil
from pathlib import Path

import pytest

from bot.errors import RulesError
from config.rules.keywords import read_keywords

REAL = Path(__file__).parents[2] / "config" / "afpak"
GOOD = '[groups]\na = ["x-ray"]\n[[hit]]\nname = "n"\ntogether = ["a"]\n'


def test_the_bundled_rules_are_sound() -> None:
    rules = read_keywords(REAL / "keywords.toml")
    assert len(rules.version) == 12
    assert {"afghan", "pakistani", "arms", "sport"} <= rules.groups.keys()
    assert rules.wording.names
    assert "Spin Boldak" in rules.wording.names["afghan"]
    assert "ISPR" in rules.wording.names["pakistani_voice"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[groups]\na = ["x"\n', 2, "not valid TOML"),
        (GOOD + "[colour]\n", 6, "colour"),
        ('[groups]\na = ["x"]\n', None, "at least one"),
        ('[[hit]]\nname = "n"\ntogether = ["a"]\n', None, "groups"),
        ('[groups]\na = "x"\n', 2, "list of words"),
        ('[groups]\na = ["..."]\n', 2, "holds no word"),
        (f'[groups]\na = ["{"x" * 81}"]\n', 2, "80 are the most"),
        ('[groups]\na = ["x"]\nb = ["/(?=y)z/"]\n', 3, "no RE2 expression: .*invalid perl operator"),
        ("[groups]\na = ['/\\d+(/']\n", 2, "no RE2 expression: .*missing"),
        ('[groups]\na = ["/\\\\d+(/"]\n', 2, "no RE2 expression: .*missing"),
        (f'[groups]\na = ["x"]\nb = ["/{"x" * 201}/"]\n', 3, "200 are the most"),
        ('[groups]\na = ["/(a{1000}){1000}/"]\n', 2, "no RE2 expression"),
        ('[groups]\na = ["/x*/"]\n', 2, "would hit everything"),
        ('[groups]\na = ["st*"]\n', 2, "at least 3 letters before the star"),
        ('[groups]\na = ["x"]\n[[hit]]\nname = "n"\ntogether = ["b"]\n', 5, 'no group "b"'),
        ('[groups]\na = ["x"]\n[[hit]]\nname = "n"\ntogether = []\n', 5, "stand together"),
        ('[groups]\na = ["x"]\n[[hit]]\ntogether = ["a"]\n', None, "name must be given"),
        (GOOD + 'when = "now"\n', 6, "when"),
        (GOOD + 'without = ["b"]\n', 6, 'no group "b"'),
        (GOOD + 'apart = ["b"]\n', 6, 'no group "b"'),
        (GOOD + '[opening]\ntitle_holds = ["b"]\n', 7, 'no group "b"'),
        (GOOD + '[opening]\nbody = ["a"]\n', 7, "body"),
        (GOOD + 'one_sentence = "yes"\n', 6, "true or false"),
        (GOOD + "follows = 1\n", 6, "follows must be true or false"),
        (GOOD + '[[exclusion]]\ngroup = "b"\nneeded = 3\n', 7, 'no group "b"'),
        (GOOD + '[[exclusion]]\ngroup = "a"\nneeded = "3"\n', 8, "whole number"),
        (GOOD + '[exclusion]\ngroup = "a"\n', 6, "two brackets"),
        (GOOD + "[points]\nnone = 3\n", 7, "none"),
        (GOOD + "[points]\ntitle = -3\n", 7, "whole number"),
        (GOOD + '[places]\nb = ["AFG"]\n', 7, 'no group "b"'),
        (GOOD + '[places]\na = ["XYZ"]\n', 7, "no soil"),
        ("places = 3\n" + GOOD, 1, "places"),
        (GOOD + '[voices]\nb = ["AFG"]\n', 7, 'no group "b"'),
        (GOOD + '[voices]\na = ["XYZ"]\n', 7, "no table of speakers"),
        ("voices = 3\n" + GOOD, 1, "voices"),
        (GOOD + 'points = "3"\n', 6, "whole number"),
        (GOOD + 'title = ["b"]\n', 6, 'no group "b"'),
        ("groups = 3\n", 1, "groups"),
    ],
)
def test_a_wrong_rule_is_told_with_its_line(tmp_path: Path, text: str, line: int | None, reason: str) -> None:
    shutil.copy(REAL / "places.toml", tmp_path)
    shutil.copy(REAL / "speakers.toml", tmp_path)
    path = tmp_path / "keywords.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=reason) as raised:
        read_keywords(path)
    assert raised.value.file == path
    assert line is None or raised.value.line == line
