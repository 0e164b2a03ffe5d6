"""Where everything on the site is: the addresses of pages, exports, feeds and embeds, each said here alone.

Paths begin with a slash. `Absolute` makes them whole by `GOZAREH_PUBLIC_URL`, never by what a request says of itself:
what a client calls this host would else stand in feeds and exports that others read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import orjson

GRAPHQL = "/graphql"
EMBED_SCRIPT = "/embed.js"
EMBED_MODULES = "/embed"
"""What the script imports stands below it."""
EMBEDDED = "/embedded"
"""The page for an iframe; its parameters are those of the custom element: speaker, from, to, lang, theme."""
EMBEDDED_STYLE = "/embedded.css"
OEMBED = "/oembed"
FILES = "/files"
"""Styles and modules of the pages."""


def home(language: str) -> str:
    """The first page, in `fa` or `en`."""
    return f"/{language}/"


def search(language: str, **parameters: object) -> str:
    """What was found; `q` is what is searched for."""
    return _with(f"/{language}/search", parameters)


def speaker(language: str, key: str, **parameters: object) -> str:
    """The page of a speaker by node id; `from` and `to` are days, months or years, as a reader writes them."""
    return _with(f"/{language}/speakers/{quote(key)}", parameters)


def topic(language: str, key: str, **parameters: object) -> str:
    """The page of a topic by node id."""
    return _with(f"/{language}/topics/{quote(key)}", parameters)


def claim(language: str, key: str) -> str:
    """The page of a claim by node id."""
    return f"/{language}/claims/{quote(key)}"


def sign_in(language: str, **parameters: object) -> str:
    """Where a key is entered; `next` is the page to go on with, `ended` says that a key is accepted no more."""
    return _with(f"/{language}/sign-in", parameters)


def export(form: str, where: Mapping[str, object]) -> str:
    """The claims of a filter as `csv`, `jsonl`, `claimreview` or `timelinejs`; `where` is a ClaimWhere as in JSON."""
    return _with(f"/exports/{form}", {"where": orjson.dumps(where).decode()} if where else {})


def speaker_feed(language: str, key: str) -> str:
    """The feed of a speaker's claims."""
    return f"/{language}/feeds/speakers/{quote(key)}.atom"


def topic_feed(language: str, key: str) -> str:
    """The feed of a topic's claims."""
    return f"/{language}/feeds/topics/{quote(key)}.atom"


def search_feed(language: str, q: str) -> str:
    """The feed of claims in which words are found."""
    return _with(f"/{language}/feeds/search.atom", {"q": q})


def embedded(**parameters: object) -> str:
    """The page for an iframe."""
    return _with(EMBEDDED, parameters)


def oembed(page: str, form: str = "json") -> str:
    """What tells other sites how to embed a page, by its whole address; `form` is json or xml."""
    return _with(OEMBED, {"url": page, "format": form})


@dataclass(frozen=True, slots=True)
class Absolute:
    """Makes paths whole; `base` is the service's public address without a slash at its end."""

    base: str

    def __call__(self, path: str) -> str:
        """The whole address of a path."""
        return f"{self.base}{path}"


def _with(path: str, parameters: Mapping[str, object]) -> str:
    """The path with the parameters that are told; `from_` stands for `from`, which Python keeps for itself."""
    told = {name.rstrip("_"): str(value) for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(told)}" if told else path
