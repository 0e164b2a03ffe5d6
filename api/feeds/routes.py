"""Where feeds are, and what each asks for: the claims that were found last, so that a reader sees what is new."""

from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid5

from starlette.requests import Request
from starlette.routing import BaseRoute

from api import addresses
from api.faults import ErrorCode
from api.feeds.atom import MEDIA_TYPE, Feed, written
from api.feeds.entries import entry_of, name_of
from api.feeds.words import WORDS
from api.inquiring import document
from api.refusing import Refused
from api.replies import Reply
from api.site import Site
from api.site_replies import check_reader, reading_route
from domain.errors import BadFilter
from domain.node_ids import key_of
from domain.periods import Language

ENTRIES = 50
"""In one feed: what a reader's program that asks once a day does not miss, in some 100 kB."""
_FEEDS = UUID("2f6bb7ac-62a5-5d5c-8f0f-8f2e6c1f6e0b")
"""Chosen once; changing it would change the id of every feed."""


class NoFeed(Refused):
    """A feed of something that is not there."""

    def __init__(self, of: str) -> None:
        """`of` is the kind of thing whose feed was asked for."""
        self.of = of
        message = f"there is no {of} of this id; take the address of a feed from the {of}'s page"
        super().__init__(HTTPStatus.NOT_FOUND, ErrorCode.NOT_FOUND, message)


def feeds_routes(site: Site) -> Sequence[BaseRoute]:
    """The feeds of speakers, topics and searches in each language."""
    handlers = {"speakers/{id}.atom": _speaker, "topics/{id}.atom": _topic, "search.atom": _search}
    return [
        reading_route(site, f"/{language}/feeds/{path}", partial(handler, site, language))
        for language in Language
        for path, handler in handlers.items()
    ]


async def _speaker(site: Site, language: Language, request: Request) -> Reply:
    told = await _told(site, request, "speaker")
    who = told["speaker"]
    if who["id"] != request.path_params["id"]:
        return _moved(site.absolute(addresses.speaker_feed(language, who["id"])))
    feed = Feed(
        id=_feed_id("speaker", who["id"], language),
        title=WORDS[language].of_speaker.format(name_of(who, language)),
        here=site.absolute(addresses.speaker_feed(language, who["id"])),
        page=site.absolute(addresses.speaker(language, who["id"])),
        language=language,
        entries=_entries(told, language, site),
    )
    return _reply(feed)


async def _topic(site: Site, language: Language, request: Request) -> Reply:
    told = await _told(site, request, "topic")
    topic = told["topic"]
    if topic["id"] != request.path_params["id"]:
        return _moved(site.absolute(addresses.topic_feed(language, topic["id"])))
    feed = Feed(
        id=_feed_id("topic", topic["id"], language),
        title=WORDS[language].of_topic.format(topic["name"]),
        here=site.absolute(addresses.topic_feed(language, topic["id"])),
        page=site.absolute(addresses.topic(language, topic["id"])),
        language=language,
        entries=_entries(told, language, site),
    )
    return _reply(feed)


async def _search(site: Site, language: Language, request: Request) -> Reply:
    check_reader(site, request)
    words = request.query_params.get("q", "")
    if not words:
        raise BadFilter("q", "is missing; say what to search for, such as ?q=آب")
    told = await _asked(site, request, "search", {"q": words})
    feed = Feed(
        id=_feed_id("search", words, language),
        title=WORDS[language].of_search.format(words),
        here=site.absolute(addresses.search_feed(language, words)),
        page=site.absolute(addresses.search(language, q=words)),
        language=language,
        entries=_entries(told, language, site),
    )
    return _reply(feed)


async def _told(site: Site, request: Request, kind: str) -> Mapping[str, Any]:
    """What is told of the thing of the path, which is there, and of its claims. Raises NoFeed and Unanswered."""
    check_reader(site, request)
    try:
        key_of(request.path_params["id"], kind)
    except BadFilter as bad:
        raise NoFeed(kind) from bad
    told = await _asked(site, request, kind, {"id": request.path_params["id"]})
    if told[kind] is None:
        raise NoFeed(kind)
    return told


async def _asked(site: Site, request: Request, name: str, variables: Mapping[str, object]) -> Mapping[str, Any]:
    asked = f"{document('api.feeds', name)}\n{document('api.feeds', 'entries')}"
    return await site.inquirer.ask(asked, {**variables, "first": ENTRIES}, site.context(request))


def _entries(told: Mapping[str, Any], language: Language, site: Site) -> list[Any]:
    return [entry_of(claim, language, site.absolute) for claim in told["claims"]["nodes"]]


def _feed_id(kind: str, of: str, language: Language) -> UUID:
    return uuid5(_FEEDS, f"{kind}\n{of}\n{language}")


def _reply(feed: Feed) -> Reply:
    headers = [
        (b"content-type", f"{MEDIA_TYPE}; charset=utf-8".encode()),
        (b"last-modified", format_datetime(feed.updated, usegmt=True).encode()),
    ]
    return Reply(HTTPStatus.OK, written(feed), headers)


def _moved(address: str) -> Reply:
    return Reply(HTTPStatus.MOVED_PERMANENTLY, b"", [(b"location", address.encode())])
