"""`/metrics` for Prometheus, told to whoever sends the token for it; nobody else learns that it is there."""

import asyncio
from hmac import compare_digest

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.metrics import Metrics

ADDRESS = "/metrics"


def metrics_routes(metrics: Metrics, token: SecretStr | None) -> list[Route]:
    """The page; none without a token."""
    if token is None:
        return []
    expected = f"Bearer {token.get_secret_value()}".encode()

    async def page(request: Request) -> Response:
        sent = request.headers.get("authorization", "").encode("latin-1")
        if not compare_digest(sent, expected):
            return PlainTextResponse("Not Found", 404)
        metrics.write()  # here, where requests are counted: in the thread both would take the same ones
        body, media = await asyncio.to_thread(metrics.page, request.headers.get("accept", ""))
        return Response(body, headers={"content-type": media, "cache-control": "no-store"})

    return [Route(ADDRESS, page)]
