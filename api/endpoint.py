"""The GraphQL endpoint over HTTP: which request is taken, in which order it is looked at, and what goes back.

Each step has a module of its own; the answer itself comes from api/answering.py. Sockets have api/sockets.py.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter
from uuid import uuid4

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from api.answering import Answer, Question, Told
from api.bodies import decode_body, is_at_most, read_body
from api.caching import keepable, not_keepable
from api.compressing import compress
from api.context import Context
from api.cross_site import check_site
from api.event_streams import one_answer, send_events
from api.faults import ErrorCode
from api.metrics import Transport
from api.negotiating import Media, check_acceptable, check_is_json, wanted
from api.operations import Operations
from api.questions import read_address
from api.refusing import BadRequest, Refused
from api.replies import Reply, allowed_methods, refused_answer, reply_to, reply_to_batch, reply_to_refused
from api.watching import Watch
from domain.errors import GozarehError

log = structlog.get_logger()

type Headers = Mapping[bytes, bytes]
type Contexts = Callable[[str | None, str | None, str | None], Context]
"""Makes the surroundings of a request with this Authorization header, from this address, after this event."""
type Page = Callable[[], Reply]
"""What a browser is shown that asks for a page."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the newsroom lets a request be."""

    body_limit_bytes: int
    known_body_limit_bytes: int
    batch_limit: int
    cache_seconds: int
    origins: frozenset[str]


class Endpoint:
    """Answers GraphQL requests by POST and GET."""

    def __init__(
        self,
        operations: Operations,
        rules: Rules,
        *,
        contexts: Contexts,
        page: Page | None,
        watch: Watch,
    ) -> None:
        """Answer by `operations`; `page` None shows browsers none, and `watch` is told of what is no question."""
        self._operations = operations
        self._rules = rules
        self._contexts = contexts
        self._page = page
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing is sent to a client that has gone."""
        headers, begun = _headers(scope), perf_counter()
        try:
            reply = await self._reply(scope, headers, receive)
            if not isinstance(reply, Reply):
                with self._watch.metrics.subscribed(Transport.EVENT_STREAM):
                    await send_events(reply, receive, send)
                return
        except Refused as refused:
            self._watch.refused(refused.code, begun=begun)
            reply = not_keepable(reply_to_refused(refused, _media_of_refusal(headers)))
        except ClientDisconnect:
            return
        except Exception as fault:  # noqa: BLE001 - a client is told no more than that it is not its fault
            self._watch.refused(ErrorCode.INTERNAL_SERVER_ERROR, begun=begun)
            reply = not_keepable(_masked(fault, _media_of_refusal(headers)))
        compress(reply, headers.get(b"accept-encoding"))
        await _send(reply, send, without_body=scope["method"] == "HEAD")

    async def _reply(self, scope: Scope, headers: Headers, receive: Receive) -> Reply | AsyncGenerator[Told]:
        match scope["method"]:
            case "POST":
                return await self._post(headers, self._context(scope, headers), receive)
            case "GET" | "HEAD" as method:
                is_head = method == "HEAD"
                return await self._get(scope["query_string"], headers, self._context(scope, headers), is_head=is_head)
            case "OPTIONS":
                return Reply(HTTPStatus.NO_CONTENT, b"", list(allowed_methods()))
            case method:
                message = f"{method} means nothing here; ask with POST or GET"
                status, code = HTTPStatus.METHOD_NOT_ALLOWED, ErrorCode.METHOD_NOT_ALLOWED
                raise Refused(status, code, message, headers=allowed_methods())

    async def _post(self, headers: Headers, context: Context, receive: Receive) -> Reply | AsyncGenerator[Told]:
        liked = wanted(headers.get(b"accept"))
        media = Media.JSON if liked.a_stream else check_acceptable(liked.media)
        check_is_json(headers.get(b"content-type"), headers.get(b"content-encoding"))
        declared = headers.get(b"content-length")
        most_bytes = await self._most_bytes(declared, context)
        asked = decode_body(await read_body(receive, declared=declared, most_bytes=most_bytes))
        if isinstance(asked, list):
            return await self._batch(asked, context, media)
        if liked.a_stream:
            return await self._followed(self._operations.question(asked), context)
        return reply_to(await self._operations.answer(self._operations.question(asked), context), media)

    async def _most_bytes(self, declared: bytes | None, context: Context) -> int:
        """How long the body may be: more than a question needs only for who may add something, known by a key."""
        if is_at_most(self._rules.body_limit_bytes, declared) or not await _is_known(context):
            return self._rules.body_limit_bytes
        return self._rules.known_body_limit_bytes

    async def _batch(self, asked: list[object], context: Context, media: Media) -> Reply:
        """One after another, so that each sees what those before it have changed."""
        most = self._rules.batch_limit
        if not 0 < len(asked) <= most:
            raise BadRequest("body", f"has {len(asked)} requests in its array; send 1 to {most} at once")
        questions = [self._operations.question(one) for one in asked]
        return reply_to_batch([await self._operations.answer(one, context) for one in questions], media)

    async def _get(
        self, query_string: bytes, headers: Headers, context: Context, *, is_head: bool
    ) -> Reply | AsyncGenerator[Told]:
        """The reply of GET; what has no body is never a stream, of which nothing would end it."""
        liked = wanted(headers.get(b"accept"))
        if liked.a_page and self._page is not None:
            return self._page()
        media = Media.JSON if liked.a_stream else check_acceptable(liked.media)
        check_site(headers, self._rules.origins)
        question = self._operations.question(read_address(query_string), queries_only=True)
        if liked.a_stream and not is_head:
            return await self._followed(question, context)
        found = await self._operations.answer(question, context)
        reply = reply_to(found, media)
        if found.errors:
            return not_keepable(reply)
        return keepable(
            reply,
            asked_again=headers.get(b"if-none-match"),
            most_seconds=self._rules.cache_seconds,
            is_personal=b"authorization" in headers,
        )

    async def _followed(self, question: Question | Answer, context: Context) -> Reply | AsyncGenerator[Told]:
        """The stream of what is told; of a question that is refused, the reply that says so."""
        found = await self._operations.follow(question, context)
        if not isinstance(found, Answer):
            return found
        return one_answer(found) if found.ran else not_keepable(reply_to(found, Media.JSON))

    def _context(self, scope: Scope, headers: Headers) -> Context:
        authorization, client = headers.get(b"authorization"), scope.get("client")
        told = authorization.decode("latin-1") if authorization is not None else None
        since = headers.get(b"last-event-id")
        return self._contexts(told, client[0] if client else None, since.decode("latin-1") if since else None)


async def _is_known(context: Context) -> bool:
    try:
        return await context.viewer() is not None
    except GozarehError:
        return False  # what it lacks is told with the answer, to a body that is short enough


def _headers(scope: Scope) -> Headers:
    """The request's headers by name; the values of one that stands several times are joined, as HTTP has it."""
    told = scope["headers"]
    headers = dict(told)
    if len(headers) < len(told):
        headers = {name: b", ".join(value for other, value in told if other == name) for name in headers}
    return headers


def _media_of_refusal(headers: Headers) -> Media:
    return wanted(headers.get(b"accept")).media or Media.JSON


def _masked(fault: Exception, media: Media) -> Reply:
    reference = uuid4().hex
    log.error("request failed", reference=reference, exc_info=fault)
    message = f"something went wrong on our side; tell who runs the service this reference: {reference}"
    return reply_to(refused_answer(ErrorCode.INTERNAL_SERVER_ERROR, message), media)


async def _send(reply: Reply, send: Send, *, without_body: bool) -> None:
    if reply.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        reply.headers.append((b"content-length", b"%d" % len(reply.body)))
    start: Message = {"type": "http.response.start", "status": int(reply.status), "headers": reply.headers}
    await send(start)
    await send({"type": "http.response.body", "body": b"" if without_body else reply.body})
