"""A client that asks GraphQL over HTTP."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from asgi_lifespan import LifespanManager

from api.app import create_app
from api.forms import Plans
from config import Settings
from db.sessions import Database


@dataclass(frozen=True)
class Client:
    """Asks one application."""

    http: httpx.AsyncClient
    database: Database
    plans: Plans
    """Both the application's own."""

    async def ask(self, query: str, *, key: str | None = None, **variables: object) -> dict[str, Any]:
        """The whole answer, errors too."""
        headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {key}"} if key else {})
        body = json.dumps({"query": query, "variables": variables})
        response = await self.http.post("/graphql", content=body, headers=headers)
        answer: dict[str, Any] = response.json()
        return answer

    async def data(self, query: str, *, key: str | None = None, **variables: object) -> Mapping[str, Any]:
        """The answer's data; an error fails the test."""
        answer = await self.ask(query, key=key, **variables)
        assert "errors" not in answer, answer
        data = answer["data"]
        assert isinstance(data, Mapping)
        return data

    async def error(self, query: str, *, key: str | None = None, **variables: object) -> tuple[str, str]:
        """The code and the message of the answer's one error."""
        answer = await self.ask(query, key=key, **variables)
        errors = answer["errors"]
        assert isinstance(errors, list)
        [error] = errors
        return error["extensions"]["code"], error["message"]


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Client]:
    """A client of an application with these settings, while the block runs."""
    app = create_app(settings)
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gozareh") as http,
    ):
        yield Client(http, app.state.database, app.state.plans)
