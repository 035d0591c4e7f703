"""Check bodies meant for Discord against its official OpenAPI document, and against the rules that it leaves out.

The document is not part of this project: its path comes from COUNTERCLAIM_OPENAPI, or it stands in a folder
`shared/discord` beside the repository. Where there is none, only our own rules are checked (`skip_reason` tells).
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

Body = Any

VARIABLE: Final = "COUNTERCLAIM_OPENAPI"
BESIDE: Final = Path(__file__).resolve().parents[3] / "shared" / "discord" / "openapi.json"
DOCUMENT: Final = "discord"

_MESSAGE_KEYS: Final = frozenset(
    {"content", "tts", "embeds", "allowed_mentions", "components", "flags", "attachments", "nonce", "enforce_nonce",
     "message_reference", "sticker_ids", "poll"}
)  # fmt: skip
_EMBED_KEYS: Final = frozenset(
    {
        "title",
        "type",
        "description",
        "url",
        "timestamp",
        "color",
        "footer",
        "image",
        "thumbnail",
        "author",
        "fields",
        "flags",
    }
)
_ID_LISTS: Final = frozenset({"attachments", "message_reference"})
_MESSAGE_ROUTE: Final = re.compile(r"^/channels/\d+/messages(/\d+)?$|^/webhooks/\d+/[^/]+(/messages/(@original|\d+))?$")
_COMMAND_NAME: Final = re.compile(r"^[-_\w]{1,32}$")
CONTENT: Final = 2000
EMBEDS_TOTAL: Final = 6000


class Spec:
    """Discord's OpenAPI document, ready to judge request bodies."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Take the parsed document."""
        self._paths: Mapping[str, Any] = document["paths"]
        self._registry: Registry[Any] = Registry().with_resource(DOCUMENT, DRAFT202012.create_resource(document))
        self._patterns = sorted(((_pattern(path), path) for path in self._paths), key=lambda one: _variables(one[1]))

    def faults(self, method: str, path: str, body: Body) -> list[str]:
        """Return what the document says against `body`, empty where it has nothing to say."""
        template = next((known for pattern, known in self._patterns if pattern.fullmatch(path)), None)
        if template is None or method.lower() not in self._paths[template]:
            return [f"{method} {path}: the document knows no such route"]
        request = self._paths[template][method.lower()].get("requestBody", {})
        if "application/json" not in request.get("content", {}):
            return []
        pointer = "/".join(
            _escaped(part)
            for part in ("paths", template, method.lower(), "requestBody", "content", "application/json", "schema")
        )
        validator = Draft202012Validator({"$ref": f"{DOCUMENT}#/{pointer}"}, registry=self._registry)
        error = best_match(validator.iter_errors(_as_on_the_wire(body)))
        return [f"{method} {path}: {error.json_path} {error.message[:300]}"] if error else []


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)))


def _variables(template: str) -> int:
    return template.count("{")


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def _as_on_the_wire(body: Body) -> Body:
    """Return the body with the ids that discord.py writes as integers as the document has them: as strings."""
    if isinstance(body, Mapping):
        return {key: _ids(value) if key in _ID_LISTS else _as_on_the_wire(value) for key, value in body.items()}
    return [_as_on_the_wire(one) for one in body] if isinstance(body, list) else body


def _ids(value: Body) -> Body:
    if isinstance(value, Mapping):
        return {key: str(one) if key.endswith("id") and isinstance(one, int) else one for key, one in value.items()}
    return [_ids(one) for one in value] if isinstance(value, list) else value


@cache
def official() -> Spec | None:
    """Return the official document, or None where it is not at hand."""
    path = Path(os.environ[VARIABLE]) if VARIABLE in os.environ else BESIDE
    if not path.is_file():
        return None
    return Spec(json.loads(path.read_text(encoding="utf-8")))


def faults(method: str, path: str, body: Body) -> list[str]:
    """Return everything that is wrong with a request's body, by the document where there is one and by our rules."""
    spec = official()
    return [*(spec.faults(method, path, body) if spec else []), *own_faults(method, path, body)]


def own_faults(method: str, path: str, body: Body) -> list[str]:
    """Return what is wrong with a body by the rules that the document leaves out."""
    if path.endswith("/callback"):
        found = list(_callback_faults(body))
    elif _MESSAGE_ROUTE.match(path) and method in {"POST", "PATCH"}:
        found = list(_message_faults(body, whole=method == "POST"))
    elif path.endswith("/commands") and method == "PUT":
        found = list(_commands_faults(body))
    else:
        found = []
    return [f"{method} {path}: {fault}" for fault in found]


def _callback_faults(body: Mapping[str, Any]) -> Iterator[str]:
    if body["type"] in {4, 7}:
        yield from _message_faults(body.get("data", {}), whole=body["type"] == 4)


def _message_faults(body: Mapping[str, Any], *, whole: bool) -> Iterator[str]:
    unknown = set(body) - _MESSAGE_KEYS
    if unknown:
        yield f"unknown keys {sorted(unknown)}"
    if body.get("allowed_mentions") != {"parse": []}:
        yield f"allowed_mentions is {body.get('allowed_mentions')!r}, not none"
    if len(body.get("content") or "") > CONTENT:
        yield "content is longer than 2000 characters"
    embeds = body.get("embeds") or []
    if whole and not (body.get("content") or embeds or body.get("components")):
        yield "the message is empty"
    if sum(map(_length, embeds)) > EMBEDS_TOTAL:
        yield "the embeds are longer than 6000 characters together"
    for embed in embeds:
        yield from _embed_faults(embed)


def _length(embed: Mapping[str, Any]) -> int:
    texts = [embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text")]
    texts += [embed.get("author", {}).get("name")]
    texts += [part for field in embed.get("fields", []) for part in (field["name"], field["value"])]
    return sum(len(text or "") for text in texts)


def _embed_faults(embed: Mapping[str, Any]) -> Iterator[str]:
    if set(embed) - _EMBED_KEYS:
        yield f"an embed has unknown keys {sorted(set(embed) - _EMBED_KEYS)}"
    for field in embed.get("fields", []):
        if not field["name"].strip() or not field["value"].strip():
            yield f"an embed's field is empty: {field!r}"
    for address in (embed.get("url"), embed.get("image", {}).get("url"), embed.get("thumbnail", {}).get("url")):
        if address is not None and urlsplit(address).scheme not in {"http", "https"}:
            yield f"an embed's address is none: {address!r}"


def _commands_faults(body: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for command in body:
        name = command["name"]
        if command.get("type", 1) == 1 and (not _COMMAND_NAME.match(name) or name != name.lower()):
            yield f"a command's name is wrong: {name!r}"
        if command.get("type", 1) == 1 and not command.get("description"):
            yield f"the command {name} has no description"
        yield from _commands_faults([option for option in command.get("options", []) if option["type"] in {1, 2}])
