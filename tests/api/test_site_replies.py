"""What cannot be answered is told by the status, by headers and in words."""

import httpx
import pytest
from graphql import GraphQLFormattedError

from api.faults import ErrorCode
from api.inquiring import Unanswered
from api.site_replies import Refusal, in_words, refusal_of
from domain.errors import BadFilter, UnknownSpeaker


def unanswered(code: str, **more: object) -> Unanswered:
    """An answer with one error of a code."""
    error: GraphQLFormattedError = {"message": "say less", "extensions": {"code": code, **more}}
    return Unanswered([error])


@pytest.mark.parametrize(
    ("error", "status", "headers"),
    [
        (unanswered("RATE_LIMITED", retryAfter=7), 429, [(b"retry-after", b"7")]),
        (unanswered("SERVICE_UNAVAILABLE", retryAfter=2), 503, [(b"retry-after", b"2")]),
        (unanswered("SERVICE_UNAVAILABLE"), 503, []),
        (unanswered("TIMEOUT"), 503, []),
        (unanswered("TOO_EXPENSIVE"), 400, []),
        (unanswered("LIMIT_EXCEEDED"), 400, []),
        (unanswered("BAD_USER_INPUT"), 400, []),
        (unanswered("NOT_FOUND"), 404, []),
        (unanswered("UNAUTHENTICATED"), 401, [(b"www-authenticate", b"Bearer")]),
        (unanswered("FORBIDDEN"), 403, []),
        (unanswered("INTERNAL_SERVER_ERROR"), 500, []),
        (BadFilter("from", "is not a day"), 400, []),
        (UnknownSpeaker("کاوه"), 404, []),
    ],
)
def test_each_error_has_its_status(error: Exception, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    """With when to ask again, where that is known."""
    refusal = refusal_of(error)
    assert (refusal.status, list(refusal.headers)) == (status, headers)


@pytest.mark.parametrize("code", ErrorCode)
def test_no_error_is_told_as_success(code: ErrorCode) -> None:
    """Whatever code it has."""
    assert refusal_of(unanswered(code)).status >= 400


def test_a_refusal_is_plain_text() -> None:
    """Its words as they are, so that none of them becomes HTML."""
    reply = in_words(Refusal(refusal_of(unanswered("TIMEOUT")).status, "<b>"))
    assert (reply.body, dict(reply.headers)[b"content-type"]) == (b"<b>\n", b"text/plain; charset=utf-8")


@pytest.mark.parametrize("path", ["/fa/feeds/search.atom", "/embed.js", "/embedded", "/oembed"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_nothing_but_reading_means_anything(http: httpx.AsyncClient, path: str, method: str) -> None:
    """The answer says what does."""
    answer = await http.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
