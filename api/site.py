"""What pages, exports, feeds and embeds share: who asks for them, and where they are."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from starlette.requests import Request

from api.addresses import Absolute
from api.context import Context
from api.endpoint import Contexts
from api.inquiring import Inquirer
from domain.links import is_web_link


@dataclass(frozen=True, slots=True)
class Site:
    """One application's site; `absolute` makes addresses whole."""

    inquirer: Inquirer
    contexts: Contexts
    absolute: Absolute
    zone: ZoneInfo
    origins: frozenset[str] = frozenset()
    """The sites whose pages may ask for exports and feeds."""
    cache_seconds: int = 0
    """How long caches may keep what somebody without a key asked for; 0 lets them ask each time."""

    def context(self, request: Request, *, authorization: str | None = None) -> Context:
        """The surroundings of a request, by its own Authorization header where none is given."""
        told = authorization if authorization is not None else request.headers.get("authorization")
        return self.contexts(told, request.client.host if request.client else None, None)


def safe_link(address: object) -> str | None:
    """An address that a page may link to; None for anything but http and https: articles tell their own."""
    return address if isinstance(address, str) and is_web_link(address) else None
