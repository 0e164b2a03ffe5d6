"""Where embeds are: the script of the custom element, the page for an iframe and its style, and oEmbed."""

from collections.abc import Sequence
from functools import cache, partial
from http import HTTPStatus
from importlib.resources import files

from starlette.requests import Request
from starlette.routing import BaseRoute

from api.addresses import EMBED_MODULES, EMBED_SCRIPT, EMBEDDED, EMBEDDED_STYLE, OEMBED
from api.embeds import oembed
from api.embeds.asking import Embed, embed_of, told
from api.embeds.page import name_of, page_of, refusal_page
from api.embeds.refusing import message_of
from api.inquiring import document
from api.replies import Reply
from api.site import Site
from api.site_replies import REFUSED, reading_route, refusal_of
from domain.errors import BadFilter
from domain.periods import Language

_OF_ANY_SITE = (b"cross-origin-resource-policy", b"cross-origin")
_READ_BY_ANY_SITE = (b"access-control-allow-origin", b"*")
"""A module is loaded by CORS; it holds nothing of anybody."""
_POLICY = (
    b"content-security-policy",
    b"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
)
MODULES = ("asking.js", "days.js", "style.js", "words.js")
"""What the script imports."""
_HTML = (b"content-type", b"text/html; charset=utf-8")


def embeds_routes(site: Site) -> Sequence[BaseRoute]:
    """All that other sites embed."""
    scripts = {EMBED_SCRIPT: "embed.js"} | {f"{EMBED_MODULES}/{name}": f"embed/{name}" for name in MODULES}
    return [
        *(reading_route(site, path, partial(_file, name, "text/javascript")) for path, name in scripts.items()),
        reading_route(site, EMBEDDED_STYLE, partial(_file, "embedded.css", "text/css")),
        reading_route(site, EMBEDDED, partial(_embedded, site)),
        reading_route(site, OEMBED, partial(_oembed, site)),
    ]


async def _file(name: str, media_type: str, _: Request) -> Reply:
    content_type = (b"content-type", f"{media_type}; charset=utf-8".encode())
    return Reply(HTTPStatus.OK, _read(name), [content_type, _READ_BY_ANY_SITE, _OF_ANY_SITE])


async def _embedded(site: Site, request: Request) -> Reply:
    """The page, or one that tells the reader why there is none."""
    parameters, headers = request.query_params, [_HTML, _POLICY, _OF_ANY_SITE]
    try:
        embed = embed_of(parameters)
        found = await told(embed, site.inquirer, site.context(request))
    except REFUSED as refused:
        refusal = refusal_of(refused)
        language = Language.EN if parameters.get("lang") == Language.EN else Language.FA
        page = refusal_page(Embed("", language=language), message_of(refused, language), site.absolute)
        return Reply(refusal.status, page, [*headers, *refusal.headers])
    return Reply(HTTPStatus.OK, page_of(embed, found, site.absolute), headers)


async def _oembed(site: Site, request: Request) -> Reply:
    parameters = request.query_params
    form, url = oembed.check_format(parameters), parameters.get("url")
    if not url:
        raise BadFilter("url", "is missing; give the address of the page to embed")
    page = oembed.embeddable_at(url, site.absolute)
    asked = document("api.embeds", "name")
    found = await site.inquirer.ask(asked, {"id": page.speaker}, site.context(request))
    if found["speaker"] is None:
        raise oembed.NotEmbeddable(site.absolute(""))
    name = name_of(found["speaker"], page.language)
    reply = oembed.written(oembed.told_of(page, name, site.absolute, parameters), form)
    reply.headers += [_READ_BY_ANY_SITE, _OF_ANY_SITE]
    return reply


@cache
def _read(name: str) -> bytes:
    return files("api.embeds").joinpath("static", name).read_bytes()
