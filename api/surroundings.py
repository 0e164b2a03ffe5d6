"""What settings make of every request's surroundings, for the application and for commands that ask GraphQL."""

from collections.abc import Callable
from datetime import UTC, datetime

from api.context import Context
from api.endpoint import Contexts
from api.exchange import current_request_id
from api.forms import Plans
from api.limits import Limits
from api.live import Live
from api.metrics import Metrics
from api.rates import Rates
from api.recognising import Recogniser
from api.webhooks import Webhooks
from config import Settings
from db.sessions import Database
from domain.roles import Operation
from ingest.store import Rules


def utc_now() -> datetime:
    """The instant that it is."""
    return datetime.now(UTC)


def contexts_of(
    settings: Settings,
    database: Database,
    recogniser: Recogniser,
    plans: Plans,
    live: Live | None,
    webhooks: Webhooks | None,
    *,
    metrics: Metrics,
    rates: Rates | None,
    clock: Callable[[], datetime] = utc_now,
) -> Contexts:
    """Makes the surroundings of each request, of which all but the request's own are the same.

    Nobody can follow what comes where `live` is None, or register where `webhooks` is; `rates` None limits nothing.
    """
    zone, opened = settings.zone, frozenset({Operation.READ_ARTICLE_TEXT} if settings.article_text_open else ())
    rules = Rules(settings.article_limit_bytes, settings.home_country)

    def context_of(authorization: str | None, address: str | None, since: str | None = None) -> Context:
        return Context(
            database=database,
            zone=zone,
            rules=rules,
            clock=clock,
            recogniser=recogniser,
            authorization=authorization,
            request_id=current_request_id(),
            plans=plans,
            metrics=metrics,
            opened=opened,
            address=address,
            price_limit=settings.price_limit,
            rates=rates,
            live=live,
            since=since,
            webhooks=webhooks,
        )

    return context_of


def limits_of(settings: Settings) -> Limits:
    """How large a request may be."""
    return Limits(
        price=settings.price_limit, seconds=settings.request_seconds, has_introspection=settings.introspection
    )
