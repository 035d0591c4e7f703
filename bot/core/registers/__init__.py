"""The record as a file: our own JSON and CSV, without loss, and the column sets of ACLED and of UCDP's GED.

What is written is what is known: an end of a range that nobody gave stays empty, and no best figure is ever chosen.
Reading refuses a bad row with its line and the reason.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from bot.core.places import Gazetteer
from bot.core.registers.acled import read_acled, write_acled
from bot.core.registers.difference import Difference, difference
from bot.core.registers.own import read_csv, read_json, write_csv, write_json
from bot.core.registers.rows import Filed, check_sides
from bot.core.registers.ucdp import read_ucdp, write_ucdp
from bot.core.theatre import Theatre

Writer: TypeAlias = Callable[[Sequence[Filed], Theatre, Gazetteer], str]
Reader: TypeAlias = Callable[[str, str], list[Filed]]

FORMATS: Final[Mapping[str, tuple[Writer, Reader]]] = {
    "json": (write_json, read_json),
    "csv": (write_csv, read_csv),
    "acled": (write_acled, read_acled),
    "ucdp": (write_ucdp, read_ucdp),
}

__all__ = ["FORMATS", "Difference", "Filed", "check_sides", "difference", "write_csv", "write_json"]
