"""What somebody is told whose export is refused: the status that fits, and words that help, as plain text."""

from http import HTTPStatus

from starlette.responses import PlainTextResponse, Response

from api.faults import ErrorCode
from api.inquiring import Unanswered
from api.refusing import Refused

_STATUSES = {
    ErrorCode.BAD_USER_INPUT: HTTPStatus.BAD_REQUEST,
    ErrorCode.LIMIT_EXCEEDED: HTTPStatus.BAD_REQUEST,
    ErrorCode.TOO_EXPENSIVE: HTTPStatus.BAD_REQUEST,
    ErrorCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.SERVICE_UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.TIMEOUT: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""By the code of what GraphQL refused; every other one is a fault of ours."""


def refusal(refused: Unanswered | Refused) -> Response:
    """The response that tells why there is no export, which nobody keeps."""
    if isinstance(refused, Refused):
        told = {name.decode(): value.decode() for name, value in refused.headers}
        return _said(refused.status, refused.message, told)
    status = _STATUSES.get(ErrorCode(refused.code), HTTPStatus.INTERNAL_SERVER_ERROR)
    headers = {"retry-after": str(refused.retry_after)} if refused.retry_after is not None else {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return _said(status, refused.message, headers)


def _said(status: HTTPStatus, message: str, headers: dict[str, str]) -> Response:
    return PlainTextResponse(f"{message}\n", status, headers={"cache-control": "no-store", **headers})
