"""Judge whether an entry concerns the theatre: groups of terms, what together is a hit, what raises the bar."""

from bot.core.relevance.judging import judge
from bot.core.relevance.terms import (
    EXPRESSION_MOST,
    TERM_MOST,
    Rules,
    check_term,
    check_wording,
    compile_rules,
    spellings,
    with_edits,
)
from bot.core.relevance.wording import Combination, Exclusion, Needs, Points, Wording

__all__ = [
    "EXPRESSION_MOST",
    "TERM_MOST",
    "Combination",
    "Exclusion",
    "Needs",
    "Points",
    "Rules",
    "Wording",
    "check_term",
    "check_wording",
    "compile_rules",
    "judge",
    "spellings",
    "with_edits",
]
