"""What a client may send over a socket, read and checked: the messages of graphql-transport-ws.

Source: the protocol's own text, PROTOCOL.md of the library graphql-ws.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from api.bodies import decode_body
from api.refusing import BadRequest

PROTOCOL = "graphql-transport-ws"
MOST_ID = 128
"""Characters of an operation's id, which libraries make of a number or a UUID."""


MOST_REASON = 123
"""Bytes of a reason, by RFC 6455."""


class Close(IntEnum):
    """Why a socket is closed, in the protocol's numbers."""

    GOING_AWAY = 1001
    TOO_LARGE = 1009
    INTERNAL_ERROR = 1011
    TRY_AGAIN_LATER = 1013
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    NOT_ACCEPTABLE = 4406
    INITIALISATION_TIMEOUT = 4408
    ALREADY_THERE = 4409
    TOO_MANY = 4429


class Closing(Exception):
    """The socket has to be closed; `reason` is told to the client."""

    def __init__(self, code: Close, reason: str) -> None:
        """A code of the protocol."""
        self.code = code
        self.reason = reason
        super().__init__(reason)

    @property
    def told(self) -> str:
        """The reason, as much of it as a frame holds."""
        return self.reason.encode()[:MOST_REASON].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class Init:
    """The first message; `authorization` is what it gives in place of the header that browsers cannot send."""

    authorization: str | None


@dataclass(frozen=True, slots=True)
class Subscribe:
    """An operation to be answered; `payload` is it as a request's body would hold it."""

    id: str
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Complete:
    """An operation of which the client wants to hear no more."""

    id: str


@dataclass(frozen=True, slots=True)
class Ping:
    """Asks for a pong with the same payload."""

    payload: object


@dataclass(frozen=True, slots=True)
class Pong:
    """Answers a ping, or only says that the client is there."""


type ClientMessage = Init | Subscribe | Complete | Ping | Pong


def read_message(text: str | None) -> ClientMessage:
    """The message that a frame holds; None is a frame of bytes. Raises Closing for what is none."""
    if text is None:
        raise Closing(Close.BAD_REQUEST, "a frame holds bytes; send messages as text")
    try:
        told = decode_body(text.encode())
    except (BadRequest, UnicodeEncodeError) as error:
        raise Closing(Close.BAD_REQUEST, "a message is not JSON, or has a name twice") from error
    if not isinstance(told, dict):
        raise Closing(Close.BAD_REQUEST, "a message is not an object")
    return _read(told)


def _read(told: dict[str, object]) -> ClientMessage:
    payload = told.get("payload")
    match told.get("type"):
        case "connection_init":
            return Init(_authorization(_object(payload, "connection_init")))
        case "subscribe":
            given = _object(payload, "subscribe")
            if given is None:
                raise Closing(Close.BAD_REQUEST, "subscribe has no payload")
            return Subscribe(_id(told), given)
        case "complete":
            return Complete(_id(told))
        case "ping":
            return Ping(_object(payload, "ping"))
        case "pong":
            _object(payload, "pong")
            return Pong()
        case _:
            raise Closing(Close.BAD_REQUEST, "a message's type is none of graphql-transport-ws")


def _id(told: Mapping[str, object]) -> str:
    given = told.get("id")
    if not isinstance(given, str) or not 0 < len(given) <= MOST_ID:
        raise Closing(Close.BAD_REQUEST, f"an id is not a string of 1 to {MOST_ID} characters")
    return given


def _object(payload: object, kind: str) -> Mapping[str, object] | None:
    if payload is not None and not isinstance(payload, dict):
        raise Closing(Close.BAD_REQUEST, f"the payload of {kind} is not an object")
    return payload


def _authorization(payload: Mapping[str, object] | None) -> str | None:
    """By either spelling of the header's name, as clients differ."""
    for name, value in (payload or {}).items():
        if name.lower() == "authorization" and value is not None:
            if not isinstance(value, str):
                raise Closing(Close.BAD_REQUEST, "authorization in the payload is not a string")
            return value
    return None
