"""The Starlette application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

from api.context import Context
from api.faults import told
from api.schema import make_schema
from config import Settings
from db.migrating import check_migrated
from db.sessions import Database


class GraphQLEndpoint(GraphQL[Context, None]):
    """The GraphQL endpoint over HTTP; sockets are refused because its route takes none."""

    def __init__(self, settings: Settings, database: Database) -> None:
        """Answer from `database` by the newsroom's `settings`."""
        super().__init__(make_schema(), graphql_ide=None)
        self._settings = settings
        self._database = database

    async def get_context(
        self,
        request: Request | WebSocket,
        response: Response | WebSocket,  # noqa: ARG002 - strawberry's signature
    ) -> Context:
        """The surroundings of one request."""
        return Context(
            database=self._database,
            zone=self._settings.zone,
            article_limit_bytes=self._settings.article_limit_bytes,
            clock=lambda: datetime.now(UTC),
            authorization=request.headers.get("authorization"),
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

    def encode_json(self, data: object) -> bytes:
        """The body's bytes: Persian as it is, not escaped."""
        return orjson.dumps(data)


def create_app(settings: Settings) -> Starlette:
    """The application; it refuses to start on a database that is not migrated. Raises BadSetting."""
    database = Database(settings.database_url)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await check_migrated(database)
            yield
        finally:
            await database.close()

    endpoint = GraphQLEndpoint(settings, database)
    return Starlette(routes=[Route("/graphql", endpoint)], lifespan=lifespan)


def app_from_environment() -> Starlette:
    """The application by the environment's settings, for uvicorn."""
    return create_app(Settings())
