"""Say whose loss it is: rules from the plainest word (a demonym in the phrase) to the faintest (who is speaking).

A rule answers a side, the militants, both or nobody's, or nothing; the first answer holds. Where no rule answers, the
claim is left out: a loss in the wrong side's column is worse than a missing one.
"""

from collections.abc import Callable
from typing import Final

from bot.core.claims.subjects.agents import (
    by_agent,
    fought_by_both,
    struck_ours,
)
from bot.core.claims.subjects.aimed import aimed_at
from bot.core.claims.subjects.before import (
    figure_again,
    left_behind,
    more_of_them,
    named_again,
)
from bot.core.claims.subjects.both import marked_both, of_both
from bot.core.claims.subjects.claiming import claimed_of, own_men
from bot.core.claims.subjects.counted import losses_put, theirs_at
from bot.core.claims.subjects.frames import by_frame
from bot.core.claims.subjects.heirs import as_before, in_one_breath
from bot.core.claims.subjects.hostile import hostile_to
from bot.core.claims.subjects.killers import died_in_camps, killed_by_militants, killed_by_own_men
from bot.core.claims.subjects.marked import marked_side
from bot.core.claims.subjects.militants import said_by_militants
from bot.core.claims.subjects.named import (
    conceded_by,
    honoured_by,
    mourned_by,
    named_beside,
    named_in_phrase,
    of_its_own,
    of_outlet,
    the_militants,
    the_other_side,
)
from bot.core.claims.subjects.owning import owned_by
from bot.core.claims.subjects.people import people_of_entry
from bot.core.claims.subjects.shown import in_uniform, shown_by
from bot.core.claims.subjects.soil import (
    breakdown_place,
    by_men_from,
    by_place,
    contrasted_soil,
    raid_from,
)
from bot.core.claims.subjects.suffering import (
    avenged_by,
    had_killed,
    handed_back,
    held_by,
    lost_by,
    repulsed_with,
    suffered_by,
    we_have,
)
from bot.core.claims.subjects.things import camps_of_militants, things_of_militants, used_by
from bot.core.claims.subjects.weapons import by_own_fire, by_strikes_told, by_weapon
from bot.core.claims.told import Case
from bot.core.model import Side


def subject_of(case: Case) -> tuple[Side, str] | None:
    """Return whose loss it is and the name of the rule that says so, None where nothing tells."""
    for name, rule in _RULES:
        side = rule(case)
        if side is not None:
            return side, name
    return None


_RULES: Final[tuple[tuple[str, Callable[[Case], Side | None]], ...]] = (
    ("theirs-at", theirs_at),
    ("named", named_in_phrase),
    ("named-again", named_again),
    ("named-beside", named_beside),
    ("losses-put", losses_put),
    ("militants", the_militants),
    ("of-its-own", of_its_own),
    ("used-by", used_by),
    ("other-side", the_other_side),
    ("by-militants", said_by_militants),
    ("in-uniform", in_uniform),
    ("mourned", mourned_by),
    ("owned", owned_by),
    ("lost", lost_by),
    ("handed-back", handed_back),
    ("held-by", held_by),
    ("avenged", avenged_by),
    ("suffered", suffered_by),
    ("had", had_killed),
    ("repulsed", repulsed_with),
    ("left-behind", left_behind),
    ("contrasted", contrasted_soil),
    ("marked-side", marked_side),
    ("breakdown-place", breakdown_place),
    ("raid-from", raid_from),
    ("frame", by_frame),
    ("more", more_of_them),
    ("both-marked", marked_both),
    ("conceded", conceded_by),
    ("figure-again", figure_again),
    ("heir", as_before),
    ("honoured", honoured_by),
    ("shown", shown_by),
    ("both", of_both),
    ("camps", camps_of_militants),
    ("in-camps", died_in_camps),
    ("by-own-men", killed_by_own_men),
    ("by-men-from", by_men_from),
    ("killed-by-militants", killed_by_militants),
    ("fought-by-both", fought_by_both),
    ("aimed", aimed_at),
    ("weapon", by_weapon),
    ("place", by_place),
    ("own-fire", by_own_fire),
    ("strikes-told", by_strikes_told),
    ("we-have", we_have),
    ("hostile", hostile_to),
    ("struck-ours", struck_ours),
    ("agent", by_agent),
    ("things-of-militants", things_of_militants),
    ("claimed", claimed_of),
    ("outlet", of_outlet),
    ("own", own_men),
    ("same-sentence", in_one_breath),
    ("people", people_of_entry),
)
