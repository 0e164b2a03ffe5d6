"""What a request must be before there is a GraphQL document to look at: JSON that any answer and database can hold."""

import json
from collections import Counter

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from api.refusing import BadRequest, BodyTooLarge

_NAMES = tuple(
    f'"{name}"'.encode() for name in ("query", "variables", "operationName", "extensions", "documentId", "id")
)
_MOST_DIGITS = 18
"""Of a Content-Length that is read: nobody sends an exabyte."""


async def read_body(receive: Receive, *, declared: bytes | None, most_bytes: int) -> bytes:
    """The request's body, of which `declared` is the length that its header tells.

    Raises BodyTooLarge as soon as it is known to be over `most_bytes`, without reading on, and ClientDisconnect.
    """
    if declared is not None and not is_at_most(most_bytes, declared):
        raise BodyTooLarge(most_bytes)
    parts, read, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        more = message.get("more_body", False)
        read += len(part)
        if read > most_bytes:
            raise BodyTooLarge(most_bytes)
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def is_at_most(most_bytes: int, declared: bytes | None) -> bool:
    """Whether a Content-Length tells no more than this; None tells nothing."""
    return declared is not None and declared.isdigit() and len(declared) <= _MOST_DIGITS and int(declared) <= most_bytes


def decode_body(body: bytes) -> object:
    """The value that a request's body holds. Raises BadRequest, also where a name of the request stands twice."""
    value = decode_json(body, "body")
    if _may_repeat_a_name(body):
        _check_names(body)
    return value


def decode_json(told: str | bytes, named: str) -> object:
    """The value that JSON holds, where `named` is what the sender calls it.

    Raises BadRequest for what is no JSON, and for half a character or a number too large, which some JSON readers take
    and no database does.
    """
    try:
        value: object = orjson.loads(told)
    except orjson.JSONDecodeError as error:
        raise BadRequest(named, "is not JSON in UTF-8; send an object") from error
    return value


def _may_repeat_a_name(body: bytes) -> bool:
    """Whether a closer look is due: it takes five times as long as reading the body, and nearly none needs it.

    A name can hide behind escapes only by ones of ASCII letters.
    """
    return rb"\u00" in body or any(body.count(name) > 1 for name in _NAMES)


def _check_names(body: bytes) -> None:
    try:
        json.loads(body, object_pairs_hook=_once)
    except RecursionError as error:
        raise BadRequest("body", "has too many objects inside one another") from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = dict(pairs)
    if len(names) < len(pairs):
        repeated, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise BadRequest(repeated, "stands twice in one object; which one is meant cannot be told")
    return names
