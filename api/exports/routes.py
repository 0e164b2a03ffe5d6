"""Where exports are, and how one goes out: a page at a time, and cut off where it breaks, never as if it were whole."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from api.caching import not_keepable
from api.compressing import compressed_parts
from api.exports.asking import read_form, read_query
from api.exports.forms import Form
from api.exports.reading import Asking
from api.exports.writing import SHAPES, exported
from api.negotiating import coding
from api.site import Site
from api.site_replies import REFUSED, accepted_codings, check_reader, in_words, refusal_of, response_of

_VARY = "Accept-Encoding, Authorization, Origin"


def exports_routes(site: Site) -> Sequence[BaseRoute]:
    """Each form has an address."""
    return [Route("/exports/{form}", _Exports(site).answer)]


class _Exports:
    """The exports of one application."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def answer(self, request: Request) -> Response:
        """An export, or why there is none; to HEAD what GET would be told, without reading on after the first page."""
        try:
            return await self._begun(request)
        except REFUSED as refused:
            reply = not_keepable(in_words(refusal_of(refused)))
            return response_of(reply, without_body=request.method == "HEAD")

    async def _begun(self, request: Request) -> Response:
        form = read_form(request.path_params["form"])
        check_reader(self._site, request)
        where = read_query(request.url.query)
        asking = Asking(self._site.inquirer, lambda: self._site.context(request))
        parts = exported(form, where, asking, self._site.absolute)
        try:
            first = await anext(parts)
        except BaseException:
            await parts.aclose()
            raise
        headers, chosen = _headers(form), coding(accepted_codings(request))
        if chosen is not None:
            headers["content-encoding"] = chosen
        if request.method == "HEAD":
            await parts.aclose()
            return _without_length(Response(headers=headers))
        whole = _whole(first, parts)
        return StreamingResponse(whole if chosen is None else compressed_parts(whole, chosen), headers=headers)


def _without_length(response: Response) -> Response:
    """As it is told of a file whose length nobody knows before it is read."""
    del response.headers["content-length"]
    return response


async def _whole(first: bytes, rest: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    """All parts; reading ends with whoever reads."""
    async with aclosing(rest):
        yield first
        async for part in rest:
            yield part


def _headers(form: Form) -> dict[str, str]:
    shape = SHAPES[form]
    return {
        "content-type": shape.media_type,
        "content-disposition": f'attachment; filename="{shape.file_name}"',
        "cache-control": "no-store",
        "vary": _VARY,
    }
