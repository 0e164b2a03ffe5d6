"""The pages of a speaker and of a topic: who or what it is, how much was said when, and the claims themselves."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from starlette.responses import Response

from api import addresses
from api.embeds.codes import Codes, codes_of
from api.linked_data import CONTEXT, speaker_in_schema
from api.pages.asking import ask, place_of
from api.pages.histogram import MOST_MONTHS, histogram_of
from api.pages.rendering import page, redirected
from api.pages.visits import Visit
from api.pages.wording import OWN_CALENDARS
from api.ranges import read_range
from domain.errors import NotFound


async def speaker_page(visit: Visit) -> Response:
    """A speaker's page. Raises Unanswered, BadFilter and NotFound."""
    return await _timeline_page(visit, "speaker", "speakerIds")


async def topic_page(visit: Visit) -> Response:
    """A topic's page. Raises Unanswered, BadFilter and NotFound."""
    return await _timeline_page(visit, "topic", "topicIds")


async def _timeline_page(visit: Visit, kind: str, filtered_by: str) -> Response:
    key = visit.request.path_params["key"]
    everything = {filtered_by: [key]}
    chosen = read_range(visit.parameter("from"), visit.parameter("to"))
    where = {**everything, **({"saidWithin": chosen} if chosen else {}), **_words(visit)}
    variables: dict[str, object] = {
        "id": key,
        "all": {**everything, **_words(visit)},
        "where": where,
        "interval": "MONTH",
        "calendar": OWN_CALENDARS[visit.language].name,
        "language": visit.language.name,
        "counted": bool(chosen),
        **place_of(visit),
    }
    told = await ask(visit, kind, variables)
    by_year = len(told["timeline"]["buckets"]) > MOST_MONTHS
    if by_year:
        told = await ask(visit, kind, {**variables, "interval": "YEAR"})
    subject = told[kind]
    if subject is None:
        message = f"no {kind} has the id {key}"
        raise NotFound(message)
    if subject["canonicalId"] != key:
        canonical = getattr(addresses, kind)(visit.language, subject["canonicalId"])
        return redirected(visit, f"{canonical}?{visit.request.url.query}".rstrip("?"))
    histogram = histogram_of(told["timeline"]["buckets"], OWN_CALENDARS[visit.language], chosen=chosen, by_year=by_year)
    facts = {**told, "kind": kind, "subject": subject, "histogram": histogram, "where": where}
    facts |= {"is_outside": bool(chosen) and histogram is not None and histogram.first is None}
    facts |= {"total": told["claims"].get("totalCount", told["timeline"]["totalCount"])}
    facts |= {**_chosen(visit, chosen), "name": visit.wording.name_of(subject)}
    if kind == "speaker":
        facts["codes"] = _codes(visit, key, facts["name"])
        facts["linked"] = _linked(visit, subject)
    return page(visit, kind, facts)


def _codes(visit: Visit, key: str, name: str) -> Codes:
    """What shows the same on another site: the speaker's claims of the range that the reader chose."""
    days = {"from_": visit.parameter("from") or "", "to": visit.parameter("to") or ""}
    return codes_of(key, name, visit.language, visit.site.absolute, **days)


def _linked(visit: Visit, speaker: Mapping[str, Any]) -> Mapping[str, object] | None:
    """What machines are told; nothing of a speaker without a name."""
    who = speaker_in_schema(speaker, visit.site.absolute(addresses.speaker(visit.language, speaker["id"])))
    if who is None:
        return None
    return {"@context": CONTEXT, "@type": "ProfilePage", "inLanguage": visit.language.value, "mainEntity": who}


def _words(visit: Visit) -> Mapping[str, str]:
    found = visit.parameter("q")
    return {"text": found} if found else {}


def _chosen(visit: Visit, chosen: Mapping[str, str]) -> Mapping[str, Any]:
    """What the reader chose, as they wrote it, and its first and last day in words; None is an open end."""
    given = {name: visit.parameter(name) for name in ("from", "to", "q")}
    last = date.fromisoformat(chosen["lt"]) - timedelta(days=1) if "lt" in chosen else None
    ends = visit.wording.day(chosen.get("gte")), visit.wording.day(last.isoformat() if last else None)
    return {"given": given, "ends": ends, "is_filtered": any(given.values())}
