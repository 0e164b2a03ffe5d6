"""The Starlette application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

import httpx
import orjson
from cross_web import HTTPException
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.http.base import BaseRequestProtocol
from strawberry.types import ExecutionResult

from api.bodies import decode_json
from api.context import Context
from api.faults import ErrorCode, told
from api.forms import Plans
from api.limits import Limits
from api.logs import configure_logs
from api.oidc import Issuer, Trust
from api.oidc_keys import IssuerKeys
from api.rates import Rates
from api.recognising import Recogniser
from api.schema import make_schema
from config import Settings
from db.migrating import check_migrated
from db.sessions import Database
from domain.roles import Operation
from ingest.store import Rules


class GraphQLEndpoint(GraphQL[Context, None]):
    """The GraphQL endpoint over HTTP; sockets are refused because its route takes none."""

    def __init__(self, settings: Settings, database: Database, recogniser: Recogniser) -> None:
        """Answer from `database` by the newsroom's `settings`."""
        super().__init__(make_schema(), graphql_ide=None)
        self._settings = settings
        self._database = database
        self._recogniser = recogniser
        self.plans = Plans()
        self._rates = rates_of(settings, database)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; one that asks nothing is told so as every error is."""
        try:
            response = await self.run(Request(scope, receive))
        except HTTPException as refusal:
            response = self._refused(refusal)
        await response(scope, receive, send)

    async def get_context(
        self,
        request: Request | WebSocket,
        response: Response | WebSocket,  # noqa: ARG002 - strawberry's signature
    ) -> Context:
        """The surroundings of one request."""
        return Context(
            database=self._database,
            zone=self._settings.zone,
            rules=Rules(self._settings.article_limit_bytes, self._settings.home_country),
            clock=lambda: datetime.now(UTC),
            recogniser=self._recogniser,
            authorization=request.headers.get("authorization"),
            request_id=uuid4().hex,
            plans=self.plans,
            address=request.client.host if request.client else None,
            rates=self._rates,
            opened=frozenset({Operation.READ_ARTICLE_TEXT} if self._settings.article_text_open else ()),
        )

    async def process_result(
        self,
        request: Request,  # noqa: ARG002 - strawberry's signature
        result: ExecutionResult,
    ) -> GraphQLHTTPResponse:
        """The response's body, its errors as a client may see them."""
        body = GraphQLHTTPResponse(data=result.data)
        if result.errors:
            body["errors"] = [told(error).formatted for error in result.errors]
        return body

    def should_render_graphql_ide(
        self,
        request: BaseRequestProtocol,  # noqa: ARG002 - strawberry's signature
    ) -> bool:
        """Never: an address without a query is a request without one."""
        return False

    def decode_json(self, data: str | bytes) -> object:
        """What a request says."""
        return decode_json(data)

    def _refused(self, refusal: HTTPException) -> Response:
        error = {"message": refusal.reason, "extensions": {"code": ErrorCode.BAD_USER_INPUT}}
        headers = {"allow": "GET, POST"} if refusal.status_code == HTTPStatus.METHOD_NOT_ALLOWED else None
        body = self.encode_json({"errors": [error]})
        return Response(body, refusal.status_code, headers, media_type="application/json")

    def encode_json(self, data: object) -> bytes:
        """The body's bytes: Persian as it is, not escaped."""
        return orjson.dumps(data)


def create_app(settings: Settings) -> Starlette:
    """The application; it refuses to start on a database that is not migrated. Raises BadSetting."""
    database = Database(settings.database_url, reading_seconds=settings.request_seconds)
    recogniser = Recogniser(database, trusted_issuer(settings))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await check_migrated(database)
            yield
        finally:
            await recogniser.close()
            await database.close()

    endpoint = GraphQLEndpoint(settings, database, recogniser)
    app = Starlette(routes=[Route("/graphql", endpoint)], lifespan=lifespan)
    app.state.database, app.state.plans = database, endpoint.plans
    return app


def limits_of(settings: Settings) -> Limits:
    """How large a request may be."""
    return Limits(
        price=settings.price_limit, seconds=settings.request_seconds, has_introspection=settings.introspection
    )


def rates_of(settings: Settings, database: Database) -> Rates:
    """How much may be asked for in a minute."""
    return Rates(database, key_points=settings.key_points_a_minute, address_points=settings.address_points_a_minute)


def trusted_issuer(settings: Settings) -> Issuer | None:
    """The issuer whose tokens the settings trust; None where they trust nobody's."""
    if settings.oidc_issuer is None or settings.oidc_audience is None:
        return None
    keys = IssuerKeys(settings.oidc_issuer, httpx.AsyncClient())
    return Issuer(Trust(settings.oidc_issuer, settings.oidc_audience, settings.oidc_role_claim), keys)


def app_from_environment() -> Starlette:
    """The application by the environment's settings, for uvicorn."""
    settings = Settings()
    configure_logs(settings.log_level)
    return create_app(settings)
