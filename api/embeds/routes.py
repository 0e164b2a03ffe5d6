"""Where embeds are."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from api.site import Site


def embeds_routes(site: Site) -> Sequence[BaseRoute]:  # noqa: ARG001 - nothing is there yet
    """None yet."""
    return []
