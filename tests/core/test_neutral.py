"""No text of a feed acts, hides or reorders once it has been neutralised."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.neutral import neutralise, plain, width

TOKENS = re.compile(
    r"<(?:@[!&]?|#|t:|/|id:|a?:)[^>]*>|@(?:everyone|here)|\w+://|discord(?:app)?\.(?:gg|com)|(?<!\\)\[[^\]]*(?<!\\)\]\(",
    re.IGNORECASE,
)
NASTY = st.sampled_from(
    ["@everyone", "@here", "<@123>", "<@&9>", "<#5>", "<t:0:R>", "</ping:1>", "<id:home>", "<a:x:1>", "[a](https://b.c)",
     "https://evil.example", "discord.gg/abc", "**", "__", "||", "`", "```", "> ", "# ", "-# ", "- ", "1. ", "\\", "\n",
     "\u202e", "\u200b", "\u2066", "\ufeff", "\u200c", "\U0001f468", "\u0301", "\U0001f1e6", "ق", "\ue000", "\ud800"]
)  # fmt: skip
TEXTS = st.lists(NASTY | st.text(st.characters(), max_size=5), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("nasty", "shown"),
    [
        ("@everyone look", "＠everyone look"),
        ("@HERE", "＠HERE"),
        ("@every\u200bone", "＠everyone"),
        ("by @handle", "by @handle"),
        ("<@1> <@!1> <@&2> <#3>", "‹@1› ‹@!1› ‹@&2› ‹\\#3›"),
        ("<t:0:R> </claims:1> <id:customize> <:x:1>", "‹t:0:R› ‹/claims:1› ‹id:customize› ‹:x:1›"),
        ("[Reuters](https://evil.example)", "\\[Reuters\\](https: //evil.example)"),
        ("see HTTPS://evil.example", "see HTTPS: //evil.example"),
        ("join discord.gg/abc", "join discord. gg/abc"),
        ("**b** _i_ ~~s~~ ||x|| `c`", "\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\|\\|x\\|\\| \\`c\\`"),
        ("# Heading", "\\# Heading"),
        ("-# small", "\\-\\# small"),
        ("> quote", "› quote"),
        ("- item", "\\- item"),
        ("12. item", "12\\. item"),
        ("one\n\ntwo\r\nthree\u2028four", "one two three four"),
        ("abc\u202etxt.exe", "abctxt.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200cb", "ab"),
        ("z" + "\u0335" * 20, "z" + "\u0335" * 3),
        ("\u3164\u2800", "–"),
        ("", "–"),
        (" \n ", "–"),
    ],
)
def test_what_would_act_is_shown_as_text(nasty: str, shown: str) -> None:
    assert neutralise(nasty, 200) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("ab**", 5, "ab\\*…"),
        ("abc*d", 5, "abc…"),
        ("ab cd", 4, "ab…"),
        ("🇦🇫🇵🇰", 6, "🇦🇫…"),
        ("👍🏽👍🏽", 5, "👍🏽…"),
        ("xe\u0323\u0301y", 3, "x…"),
        ("abc", 1, "…"),
        ("abc", 0, "–"),
    ],
)
def test_a_cut_falls_between_characters_as_a_reader_sees_them(text: str, limit: int, shown: str) -> None:
    assert neutralise(text, limit) == shown


@given(TEXTS, st.integers(min_value=1, max_value=300))
@example("<" * 50, 20)
@example("@\u200b\u202eeveryone", 300)
@example("[a]\\(https://b)", 300)
def test_no_text_keeps_a_token_or_an_open_escape_or_exceeds_its_limit(text: str, limit: int) -> None:
    safe = neutralise(text, limit)
    assert safe.strip()
    assert width(safe) <= limit
    assert not TOKENS.search(safe)
    assert "\n" not in safe
    assert not re.search(r"(?<!\\)(?:\\\\)*\\$", safe), "an escape was cut"
    bare = re.sub(r"\\.", "", safe)
    assert not set("*_~|`[]#<>") & set(bare)
    hidden = [one for one in safe if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co"} and one != "\u200c"]
    assert not hidden


@given(TEXTS)
def test_plain_text_is_composed_can_be_sent_and_stays_as_it_is(text: str) -> None:
    safe = plain(text)
    assert safe.encode("utf-8") or not safe
    assert unicodedata.is_normalized("NFC", safe)
    assert plain(safe) == safe


def test_plain_text_is_cut_but_not_escaped() -> None:
    assert plain("a*b*c", 4) == "a*b…"
