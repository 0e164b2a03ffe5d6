"""The Starlette application."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from api.addresses import GRAPHQL, Absolute
from api.answering import Answering
from api.cross_site import open_to
from api.embeds.routes import embeds_routes
from api.endpoint import Endpoint
from api.endpoint import Rules as RequestRules
from api.exchanging import Exchanges
from api.exports.routes import exports_routes
from api.feeds.routes import feeds_routes
from api.forms import Plans
from api.health import health_routes
from api.inquiring import Inquirer, document
from api.live import Live
from api.logs import configure_logs
from api.metrics import Metrics
from api.metrics_page import metrics_routes
from api.observing import sql_watch, tracing_of
from api.oidc import Issuer, Trust
from api.oidc_keys import IssuerKeys
from api.operations import Operations
from api.pages.routes import pages_routes
from api.persisted import Documents, OwnDocuments, RememberedDocuments, read_trusted_documents
from api.places import Places
from api.query_page import files_of_the_page, query_page
from api.rates import Rates
from api.recognising import Recogniser
from api.schema import make_schema
from api.site import Site
from api.sockets import Sockets
from api.stopping import when_stopping
from api.surroundings import contexts_of, limits_of, utc_now
from api.watching import Watch
from api.webhook_setup import webhook_parts, working
from config import Settings
from db.migrating import check_migrated
from db.sessions import Database


def create_app(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Starlette:
    """The application; it refuses to start on a database that is not migrated. Raises BadSetting."""
    metrics, tracing = Metrics(), tracing_of(settings)
    database = Database(
        settings.database_url, reading_seconds=settings.request_seconds, watch=sql_watch(metrics, tracing)
    )
    recogniser = Recogniser(database, trusted_issuer(settings))
    live = Live(database, most=settings.subscribers_limit, of_one=settings.subscribers_limit_of_one)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await check_migrated(database)
            with when_stopping(live.heads.end):
                async with working(parts, enabled=settings.webhooks):
                    yield
        finally:
            await live.close()
            await answering.finish()
            await recogniser.close()
            await database.close()
            metrics.write()
            if tracing is not None:
                await asyncio.to_thread(tracing.close)

    rules = RequestRules(
        settings.body_limit_bytes,
        settings.known_body_limit_bytes,
        settings.batch_limit,
        settings.cache_seconds,
        settings.allowed_origins,
    )
    plans = Plans()
    page = query_page if settings.query_page else None
    answering, documents = Answering(make_schema().core, limits_of(settings)), _documents(settings)
    rates = rates_of(settings, database)
    making = partial(
        contexts_of, settings, database, recogniser, plans, live, metrics=metrics, rates=rates, clock=clock
    )
    parts = webhook_parts(
        settings,
        database,
        live,
        answering,
        documents,
        contexts=making(None),
        rates=rates,
        metrics=metrics,
        clock=clock,
    )
    contexts = making(parts.webhooks)
    watch = Watch(metrics)
    operations = Operations(answering, documents, watch)
    endpoint = Endpoint(operations, rules, contexts=contexts, page=page, watch=watch)
    sockets = Sockets(
        operations,
        settings.allowed_origins,
        contexts=contexts,
        most_bytes=settings.body_limit_bytes,
        places=Places(None, of_one=settings.subscribers_limit_of_one),
        is_logged=settings.access_log,
    )
    pages = [files_of_the_page(GRAPHQL)] if settings.query_page else []
    absolute, keeping = Absolute(settings.public_url), settings.cache_seconds
    site = Site(Inquirer(answering, watch), contexts, absolute, settings.zone, settings.allowed_origins, keeping)
    middleware = [Middleware(Exchanges, settings.proxies, is_logged=settings.access_log)]
    if tracing is not None:
        middleware.append(Middleware(tracing.traced))
    if settings.allowed_origins:
        middleware.append(Middleware(open_to, settings.allowed_origins))
    watching = [*health_routes(database), *metrics_routes(metrics, settings.metrics_token)]
    routes = [Route(GRAPHQL, endpoint), WebSocketRoute(GRAPHQL, sockets), *watching, *pages, *site_routes(site)]
    app = Starlette(routes=routes, middleware=middleware, lifespan=lifespan)
    app.state.database, app.state.plans, app.state.live, app.state.metrics = database, plans, live, metrics
    return app


def site_routes(site: Site) -> list[BaseRoute]:
    """All that people and other sites see."""
    return [*exports_routes(site), *feeds_routes(site), *embeds_routes(site), *pages_routes(site)]


def rates_of(settings: Settings, database: Database) -> Rates:
    """How much may be asked for in a minute."""
    return Rates(database, key_points=settings.key_points_a_minute, address_points=settings.address_points_a_minute)


def _documents(settings: Settings) -> Documents:
    """Those of the settings, and what the embed asks from other sites' pages."""
    named = settings.trusted_documents
    others = RememberedDocuments() if named is None else read_trusted_documents(Path(named))
    return OwnDocuments([document("api.embeds", "embed")], others)


def trusted_issuer(settings: Settings) -> Issuer | None:
    """The issuer whose tokens the settings trust; None where they trust nobody's."""
    if settings.oidc_issuer is None or settings.oidc_audience is None:
        return None
    keys = IssuerKeys(settings.oidc_issuer, httpx.AsyncClient())
    return Issuer(Trust(settings.oidc_issuer, settings.oidc_audience, settings.oidc_role_claim), keys)


def app_from_environment() -> Starlette:
    """The application by the environment's settings, for uvicorn."""
    settings = Settings()
    configure_logs(settings.log_level, settings.log_format)
    app = create_app(settings)
    gc.collect()
    gc.freeze()  # it stays: to go through it again takes a tenth of a second in which nobody is answered
    return app
