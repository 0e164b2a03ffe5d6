"""What goes back over HTTP: status, headers and body of answers and of refusals.

The statuses are those of the specification of GraphQL over HTTP: a well-formed request is answered with 200 in plain
JSON, whose reader cannot tell this service from a proxy; the newer type tells by the status whether anything ran.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import orjson
from graphql import GraphQLFormattedError

from api.answering import Answer
from api.faults import ErrorCode
from api.negotiating import Media
from api.refusing import Headers, Refused

_ALWAYS: Mapping[str, HTTPStatus] = {
    ErrorCode.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    ErrorCode.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.INTERNAL_SERVER_ERROR: HTTPStatus.INTERNAL_SERVER_ERROR,
    ErrorCode.SERVICE_UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Statuses that proxies and caches act on, by the code of a request that did not run, whatever the type."""
_NEWER: Mapping[str, HTTPStatus] = {
    ErrorCode.DOCUMENT_NOT_TRUSTED: HTTPStatus.FORBIDDEN,
}
"""Others, in the newer type; a key that is needed or wrong is told by the field that needs one."""
ALLOWED = b"GET, HEAD, POST, OPTIONS"
_TYPES = {media: f"{media}; charset=utf-8".encode() for media in Media}


@dataclass(slots=True)
class Reply:
    """One response; the endpoint adds headers to it."""

    status: int
    body: bytes
    headers: list[tuple[bytes, bytes]]


def reply_to(answer: Answer, media: Media) -> Reply:
    """The response that tells one answer."""
    body = written(answer)
    if answer.ran:
        return Reply(200, body, [(b"content-type", _TYPES[media])])
    status = _status(answer, media)
    headers = [(b"content-type", _TYPES[media])]
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append((b"allow", b"POST"))
    if (seconds := _retry_after(answer)) is not None:
        headers.append((b"retry-after", b"%d" % seconds))
    return Reply(status, body, headers)


def reply_to_batch(answers: Sequence[Answer], media: Media) -> Reply:
    """The response that tells the answers of a batch in their order; each tells its own errors."""
    body = orjson.dumps([body_of(answer) for answer in answers])
    return Reply(200, body, [(b"content-type", _TYPES[media])])


def reply_to_refused(refused: Refused, media: Media) -> Reply:
    """The response that tells why a request is not taken."""
    body = orjson.dumps(body_of(refused_answer(refused.code, refused.message)))
    return Reply(refused.status, body, [(b"content-type", _TYPES[media]), *refused.headers])


def written(answer: Answer) -> bytes:
    """An answer as JSON in UTF-8, on one line."""
    return orjson.dumps(body_of(answer))


def refused_answer(code: ErrorCode, message: str) -> Answer:
    """The answer to a well-formed request that does not run."""
    return Answer(None, [{"message": message, "extensions": {"code": code}}], {}, ran=False)


def allowed_methods() -> Headers:
    """The header that names the methods there are."""
    return [(b"allow", ALLOWED)]


def body_of(answer: Answer) -> dict[str, object]:
    """An answer as JSON tells it."""
    told: dict[str, object] = {"data": answer.data} if answer.ran else {}
    if answer.errors:
        told["errors"] = answer.errors
    if answer.extensions:
        told["extensions"] = answer.extensions
    return told


def _status(answer: Answer, media: Media) -> int:
    codes = [_code(error) for error in answer.errors]
    known = _ALWAYS if media is Media.JSON else {**_ALWAYS, **_NEWER}
    otherwise = HTTPStatus.OK if media is Media.JSON else HTTPStatus.BAD_REQUEST
    return next((known[code] for code in codes if code in known), otherwise)


def _retry_after(answer: Answer) -> int | None:
    """In how many seconds to ask again, where an error tells it."""
    told = (error.get("extensions", {}).get("retryAfter") for error in answer.errors)
    return next((seconds for seconds in told if isinstance(seconds, int)), None)


def _code(error: GraphQLFormattedError) -> str:
    return str(error.get("extensions", {}).get("code"))
