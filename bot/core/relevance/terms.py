"""Find the terms of the rules in a text: literal ones in any form, beginnings of words, and RE2 expressions.

One pass over the words finds every literal term, the longest first, so that a longer term hides the shorter ones in
it. A beginning ("strik*") and an expression ("/str[iu]ck\\w*/") hide nothing and are hidden by nothing. Expressions are
RE2's, which take time in proportion to the text whatever they say.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import re2

from bot.core.inflection import stem
from bot.core.model import Hit
from bot.core.relevance.wording import Wording
from bot.core.tokens import PhraseTable, Token, is_capitalised, phrase, table, tokens

TERM_MOST: Final = 80
EXPRESSION_MOST: Final = 200
_SHORTEST: Final = 3
_ABBREVIATION: Final = 4
_SLASH: Final = "/"
_STAR: Final = "*"
_MEMORY: Final = 1 << 20
_HALVES: Final = re.compile("[\ud800-\udfff]")
_HITS_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a phrase stands for: its group and term; `exact` are the very words, `capital` asks for one."""

    group: str
    term: str
    exact: tuple[str, ...] = ()
    capital: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A term whose last word is only begun: the stems of the words before it, then the letters."""

    group: str
    term: str
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Expressions:
    """The expressions, together (`every` tells which of them stand in a text at all) and one by one."""

    every: Any
    each: tuple[tuple[str, str, Any], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Compiled rules; `version` is a digest of all that they say."""

    version: str
    groups: Mapping[str, tuple[str, ...]]
    wording: Wording
    phrases: PhraseTable[_Mark]
    beginnings: Mapping[str, tuple[_Beginning, ...]]
    expressions: _Expressions | None


def compile_rules(wording: Wording) -> Rules:
    """Return the rules ready to judge."""
    every = [(group, term) for group, terms in wording.groups.items() for term in terms]
    named = (
        (_keys(phrase(name)), _named(group, name)) for group, names in (wording.names or {}).items() for name in names
    )
    literal = (made for group, term in every if not is_expression(term) for made in _marks(group, term))
    written = repr((
        sorted(wording.groups.items()), wording.combinations, wording.exclusions, wording.points,
        sorted((wording.names or {}).items()), wording.title_holds,
    ))  # fmt: skip
    return Rules(
        version=hashlib.sha256(written.encode()).hexdigest()[:12],
        groups=dict(wording.groups),
        wording=wording,
        phrases=table(chain(literal, named)),
        beginnings=_beginnings(every),
        expressions=_expressions([one for one in every if is_expression(one[1])]),
    )


def with_edits(rules: Rules, edits: Sequence[tuple[str, str, bool]]) -> Rules:
    """Return the rules with terms added to or taken from groups, in order; an edit of an unknown group is left out."""
    groups = {group: list(terms) for group, terms in rules.groups.items()}
    for group, term, added in edits:
        if group not in groups:
            continue
        if added:
            groups[group].append(term)
        else:
            groups[group] = [left for one in groups[group] if (left := _without(one, term))]
    changed = {group: tuple(dict.fromkeys(terms)) for group, terms in groups.items()}
    return compile_rules(replace(rules.wording, groups=changed))


def check_term(group: str, term: str, rules: Rules) -> str | None:
    """Return why a term is refused, in one line, or None when it is fine."""
    if group not in rules.groups:
        return f'there is no group "{group}"; the groups are {", ".join(sorted(rules.groups))}'
    return check_wording(term) or next(filter(None, map(_check_length, spellings(term))), None)


def check_wording(term: str) -> str | None:
    """Return why a term cannot be compiled, in one line, or None when it can."""
    if is_expression(term):
        return _check_expression(term.strip())
    if len(term) > TERM_MOST:
        return f"the term has {len(term)} characters; {TERM_MOST} are the most"
    for spelling in spellings(term) or ("",):
        words = phrase(spelling)
        if not words:
            return "the term holds no word"
        if _STAR in spelling.rstrip(_STAR) or spelling.endswith(_STAR * 2):
            return f'"{spelling}": a star may stand once, at the end of the last word'
        if spelling.endswith(_STAR) and len(words[-1]) < _SHORTEST:
            return f'"{spelling}": write at least {_SHORTEST} letters before the star'
    return None


def is_expression(term: str) -> bool:
    """Tell whether a term is an RE2 expression, which stands between slashes."""
    plain = term.strip()
    return len(plain) > 1 and plain.startswith(_SLASH) and plain.endswith(_SLASH)


def spellings(term: str) -> tuple[str, ...]:
    """Return the spellings of a term, which stand between upright strokes; an expression is one."""
    if is_expression(term):
        return (term.strip(),)
    return tuple(one.strip() for one in term.split("|") if one.strip())


def find(text: str, rules: Rules) -> list[Hit]:
    """Return every term of the rules in a text."""
    found = tokens(text)

    def fits(first: int, after: int, mark: _Mark) -> bool:
        if mark.capital and not is_capitalised(text, found[first]):
            return False
        if mark.capitals and not text[found[first].start : found[first].end].isupper():
            return False
        return not mark.exact or tuple(one.word for one in found[first:after]) == mark.exact

    keys = [stem(one.word) for one in found]
    hits = [
        Hit(mark.group, mark.term, text[found[first].start : found[after - 1].end], found[first].start)
        for first, after, marks in rules.phrases.longest(found, keys, fits)
        for mark in marks
    ]
    if rules.beginnings:
        hits.extend(_begun(text, found, keys, rules.beginnings))
    if rules.expressions is not None:
        hits.extend(_matched(text, rules.expressions))
    return hits


def _check_length(spelling: str) -> str | None:
    words = phrase(spelling)
    short = len(words) == 1 and len(words[0]) < _SHORTEST and words[0].isascii() and not spelling.isupper()
    if not short or is_expression(spelling):
        return None
    return f'"{spelling}" is so short that it would hit nearly everything; use a longer word or a phrase'


def _check_expression(term: str) -> str | None:
    inner = term[1:-1]
    if len(inner) > EXPRESSION_MOST:
        return f"the expression has {len(inner)} characters; {EXPRESSION_MOST} are the most"
    try:
        compiled = re2.compile(inner, _options())
    except re2.error as error:
        return f"{term} is no RE2 expression: {_reason(error)}"
    if compiled.search("") is not None:
        return f"{term} also finds nothing at all, so it would hit everything; let it ask for a letter"
    return None


def _reason(error: Exception) -> str:
    """Return RE2's own words; a look-ahead or a back reference is what it has none of."""
    told = error.args[0] if error.args else str(error)
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def _expressions(listed: Sequence[tuple[str, str]]) -> _Expressions | None:
    if not listed:
        return None
    every = re2.Set.SearchSet(_options())
    for _, term in listed:
        every.Add(term.strip()[1:-1])
    every.Compile()
    return _Expressions(
        every, tuple((group, term, re2.compile(term.strip()[1:-1], _options())) for group, term in listed)
    )


def _matched(text: str, expressions: _Expressions) -> Iterator[Hit]:
    # RE2 reads UTF-8, which has no halves of a pair
    whole = text if text.isascii() else _HALVES.sub("\ufffd", text)
    for number in sorted(expressions.every.Match(whole) or ()):
        group, term, compiled = expressions.each[number]
        for count, found in enumerate(compiled.finditer(whole)):
            if count == _HITS_MOST:
                break
            if found[0]:
                yield Hit(group, term, text[found.start() : found.end()], found.start())


def _beginnings(listed: Iterable[tuple[str, str]]) -> dict[str, tuple[_Beginning, ...]]:
    made: dict[str, tuple[_Beginning, ...]] = {}
    for group, term in listed:
        for spelling in spellings(term):
            if spelling.endswith(_STAR) and not is_expression(spelling):
                *before, begun = phrase(spelling)
                one = _Beginning(group, spellings(term)[0], tuple(map(stem, before)))
                made[begun] = (*made.get(begun, ()), one)
    return made


def _begun(
    text: str, found: Sequence[Token], keys: Sequence[str], beginnings: Mapping[str, tuple[_Beginning, ...]]
) -> Iterator[Hit]:
    lengths = sorted({len(letters) for letters in beginnings})
    for at, token in enumerate(found):
        for one in (one for length in lengths for one in beginnings.get(token.word[:length], ())):
            first = at - len(one.before)
            joined = first >= 0 and all(word.joined for word in found[first + 1 : at + 1])
            if joined and tuple(keys[first:at]) == one.before:
                yield Hit(one.group, one.term, text[found[first].start : token.end], found[first].start)


def _marks(group: str, term: str) -> Iterable[tuple[tuple[str, ...], _Mark]]:
    every = spellings(term)
    for spelling in every:
        plain = spelling.removeprefix("=")
        words = phrase(plain)
        if words and not spelling.endswith(_STAR):
            exact = words if spelling.startswith("=") else ()
            yield _keys(words), _Mark(group, every[0].removeprefix("="), exact, capitals=_is_abbreviation(plain))


def _named(group: str, name: str) -> _Mark:
    return _Mark(group, name, phrase(name), capital=name[:1].isupper(), capitals=_is_abbreviation(name))


def _is_abbreviation(spelling: str) -> bool:
    return spelling.isascii() and spelling.isupper() and len(spelling) <= _ABBREVIATION


def _keys(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(stem(word) for word in words)


def _without(term: str, removed: str) -> str:
    if is_expression(term) or is_expression(removed):
        return "" if term.strip() == removed.strip() else term
    wanted = _as_written(removed)
    if _as_written(term) == wanted:
        return ""
    return " | ".join(one for one in spellings(term) if _as_written(one) != wanted)


def _as_written(spelling: str) -> tuple[tuple[str, ...], bool]:
    return phrase(spelling), spelling.strip().endswith(_STAR)
