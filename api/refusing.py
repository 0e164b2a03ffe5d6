"""What the endpoint does not take: a status of HTTP, a code and a sentence for who can mend it."""

from collections.abc import Sequence
from http import HTTPStatus

from api.faults import ErrorCode

type Headers = Sequence[tuple[bytes, bytes]]
"""Names in lower case and values, as ASGI has them."""


class Refused(Exception):
    """A request that is not one of GraphQL over HTTP, or not one that this service takes."""

    def __init__(self, status: HTTPStatus, code: ErrorCode, message: str, *, headers: Headers = ()) -> None:
        """`message` says how to mend the request; `headers` go with the answer."""
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        super().__init__(message)


class BadRequest(Refused):
    """A request that says nothing that can be answered."""

    def __init__(self, place: str, problem: str) -> None:
        """`place` is the part of the request to mend: its body, its address or a parameter."""
        super().__init__(HTTPStatus.BAD_REQUEST, ErrorCode.BAD_USER_INPUT, f"{place}: {problem}")


class BodyTooLarge(Refused):
    """A body that is not read to its end."""

    def __init__(self, most_bytes: int) -> None:
        """`most_bytes` is how long a body may be."""
        message = f"body: is larger than {most_bytes} bytes; send less at a time"
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ErrorCode.BODY_TOO_LARGE, message)


class UnreadableBody(Refused):
    """A body of a type that this service does not read."""

    def __init__(self, header: str, remedy: str) -> None:
        """`header` is the one that tells the type."""
        headers = [(b"accept-post", b"application/json"), (b"accept-encoding", b"identity")]
        status, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, ErrorCode.UNSUPPORTED_MEDIA_TYPE
        super().__init__(status, code, f"{header}: {remedy}", headers=headers)
