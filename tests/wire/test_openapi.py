"""The checks of bodies catch what Discord would refuse, and let through what it takes."""

from typing import Any

import pytest

from tests.support.openapi import VARIABLE, faults, official, own_faults

NONE: dict[str, list[str]] = {"parse": []}
GOOD: dict[str, Any] = {
    "content": "",
    "embeds": [{"title": "t", "description": "d", "fields": [{"name": "n", "value": "v", "inline": True}]}],
    "allowed_mentions": NONE,
    "nonce": "0" * 25,
    "enforce_nonce": True,
}
MESSAGES = "/channels/1/messages"
CALLBACK = "/interactions/1/token/callback"


def test_a_good_message_passes() -> None:
    assert faults("POST", MESSAGES, GOOD) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        ("POST", MESSAGES, {"content": "hi"}, "allowed_mentions"),
        ("PATCH", MESSAGES + "/2", {"embeds": []}, "allowed_mentions"),
        ("POST", "/webhooks/1/token", {"content": "hi", "allowed_mentions": {"parse": ["users"]}}, "allowed_mentions"),
        ("POST", CALLBACK, {"type": 4, "data": {"content": "hi"}}, "allowed_mentions"),
        ("POST", MESSAGES, {"content": "x" * 2001, "allowed_mentions": NONE}, "2000"),
        ("POST", MESSAGES, {"content": "", "allowed_mentions": NONE}, "empty"),
        ("POST", MESSAGES, {"embeds": [{"description": "x" * 4000}] * 2, "allowed_mentions": NONE}, "6000"),
        ("POST", MESSAGES, {"embeds": [{"fields": [{"name": " ", "value": "v"}]}], "allowed_mentions": NONE}, "empty"),
        ("POST", MESSAGES, {"embeds": [{"url": "javascript:1"}], "allowed_mentions": NONE}, "address"),
        ("POST", MESSAGES, {"contents": "hi", "allowed_mentions": NONE}, "unknown keys"),
        ("POST", MESSAGES, {"embeds": [{"colour": 1}], "allowed_mentions": NONE}, "unknown keys"),
        ("PUT", "/applications/1/commands", [{"name": "Claims", "description": "d"}], "name is wrong"),
        ("PUT", "/applications/1/commands", [{"name": "claims", "description": ""}], "no description"),
    ],
)
def test_our_own_rules_catch_what_the_document_leaves_out(method: str, path: str, body: Any, said: str) -> None:
    assert any(said in fault for fault in own_faults(method, path, body))


@pytest.mark.skipif(official() is None, reason=f"no OpenAPI document of Discord at hand ({VARIABLE} names its path)")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        (MESSAGES, {**GOOD, "nonce": "0" * 26}),
        (MESSAGES, {**GOOD, "embeds": [{"title": "x" * 257}]}),
        (MESSAGES, {**GOOD, "embeds": [{"description": "x"}] * 11}),
        (MESSAGES, {**GOOD, "embeds": [{"fields": [{"name": "n", "value": "x" * 1025}]}]}),
        (MESSAGES, {**GOOD, "embeds": [{"color": "red"}]}),
        (CALLBACK, {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}] * 26}}),
        (CALLBACK, {"type": 8, "data": {"choices": [{"name": "x" * 101, "value": "x"}]}}),
        ("/nowhere/1", {}),
    ],
)
def test_the_official_document_catches_wrong_shapes_and_sizes(path: str, body: Any) -> None:
    spec = official()
    assert spec is not None
    assert spec.faults("POST", path, body)
