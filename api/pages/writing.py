"""What somebody does on a page: sign in and out with a key, add a note to a claim, and choose the digits.

A form of another site is refused; every form works without JavaScript, and one that is sent twice is done once.
"""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.responses import Response

from api import addresses
from api.cross_site import is_own_or_allowed
from api.faults import ErrorCode
from api.inquiring import Unanswered
from api.pages.asking import ask
from api.pages.claims import shown
from api.pages.rendering import page, redirected
from api.pages.visits import DIGITS, Visit, remember, sign_in, sign_out
from api.pages.wording import Digits

_MOST_FIELDS = 20
_LONGEST_FIELD = 100_000
_OF_AN_ADDRESS = "/?&=%#+:;,@!$'()*~"
"""Marks that an address has and that are no part of its words; what is written otherwise is percent-encoded."""
_NOT_KNOWN = {ErrorCode.UNAUTHENTICATED, ErrorCode.BAD_USER_INPUT}


class ForeignForm(Exception):
    """A form that a page of another site sent."""


async def sign_in_page(visit: Visit) -> Response:
    """Where a key is entered."""
    return _signing_page(visit, _next(visit, visit.parameter("next")))


async def signing_in(visit: Visit) -> Response:
    """Take a key that is known, else say that it is not. Raises Unanswered and ForeignForm."""
    form = await _form(visit)
    following = _next(visit, _told(form, "next"))
    signed = replace(visit, key=_told(form, "key") or None)
    try:
        known = (await ask(signed, "viewer", {}))["viewer"] if signed.key and signed.key.isascii() else None
    except Unanswered as unanswered:
        if unanswered.code not in _NOT_KNOWN:
            raise
        known = None
    if known is None:
        return _signing_page(visit, following, wrong="sign.in.wrong", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    response = redirected(visit, following)
    assert signed.key is not None  # noqa: S101 - it is known
    sign_in(response, visit, signed.key)
    return response


async def signing_out(visit: Visit) -> Response:
    """Forget the key. Raises ForeignForm."""
    form = await _form(visit)
    response = redirected(visit, _next(visit, _told(form, "next")))
    sign_out(response, visit)
    return response


async def choosing_digits(visit: Visit) -> Response:
    """Remember the digits that somebody likes. Raises ForeignForm."""
    form = await _form(visit)
    told = _told(form, "digits")
    response = redirected(visit, _next(visit, _told(form, "next")))
    if told in set(Digits):
        remember(response, visit, {DIGITS: told})
    return response


async def adding_note(visit: Visit) -> Response:
    """Add a note to a claim, or show the form again with what is wrong. Raises Unanswered and ForeignForm."""
    form = await _form(visit)
    key = visit.request.path_params["key"]
    given = {name: _told(form, name) for name in form}
    try:
        answer = (await ask(visit, "add_note", {"input": _note(given, key)}, writes=True))["addNote"]
    except Unanswered as unanswered:
        if unanswered.code != ErrorCode.UNAUTHENTICATED:
            raise
        return ended(visit, written=given.get("body", ""))
    if answer["errors"]:
        return await shown(visit, given, answer["errors"], status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirected(visit, f"{addresses.claim(visit.language, key)}?saved=1#notes")


def ended(visit: Visit, *, written: str = "") -> Response:
    """Where to sign in again, for a key that is accepted no more; what was written for it is there to be copied."""
    here, status = visit.here(visit.language), HTTPStatus.UNAUTHORIZED
    response = _signing_page(visit, here, wrong="sign.in.ended", written=written, status=status)
    sign_out(response, visit)
    return response


def _signing_page(
    visit: Visit, following: str, *, wrong: str = "", written: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Response:
    """The page for a key; `wrong` names the text that says what is wrong with the one that came."""
    facts = {"next": following, "wrong": wrong, "written": written, "viewer": None}
    return page(replace(visit, key=None), "sign_in", facts, status=status)


def _note(given: Mapping[str, str], key: str) -> dict[str, object]:
    """The input of `addNote` that a form means."""
    evidence = {
        "url": given.get("evidence-url", ""),
        "title": given.get("evidence-title") or None,
        "stance": given.get("evidence-stance", "CONTEXT"),
    }
    return {
        "claimId": key,
        "body": given.get("body", ""),
        "language": given.get("language", "fa"),
        "visibility": given.get("visibility", "PUBLIC"),
        "verdict": given.get("verdict") or None,
        "changesVerdict": given.get("changes") or None,
        "evidence": [evidence] if evidence["url"] else [],
        "submit": "submit" in given,
        "idempotencyKey": given.get("token") or None,
    }


async def _form(visit: Visit) -> FormData:
    """What a form of this site sent. Raises ForeignForm."""
    headers = visit.request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    ours = frozenset({visit.site.absolute.base.lower()})
    if site not in {None, "same-origin"} or not is_own_or_allowed(origin, headers.get("host"), ours):
        raise ForeignForm
    if site is None and origin is None:  # no browser that sends forms tells neither
        raise ForeignForm
    return await visit.request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD)


def _told(form: FormData, name: str) -> str:
    found = form.get(name)
    return found.strip() if isinstance(found, str) else ""


def _next(visit: Visit, told: str | None) -> str:
    """Where to go then: a page of this site in its language, else the first one; in the letters that a header has."""
    first = addresses.home(visit.language)
    if told is None or not told.startswith(first) or not told.isprintable() or "\\" in told:
        return first
    return quote(told, safe=_OF_AN_ADDRESS)
