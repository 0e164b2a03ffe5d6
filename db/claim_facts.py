"""What other tables tell of claims, as conditions: their article and outlet, the offices of who spoke, and notes."""

from typing import Any

from sqlalchemy import CompoundSelect, FromClause, Select, Text, case, exists, func, select, union

from db.bound import bound
from db.filters import OfficeFilter, offices_meant
from db.reading.catalogue import NOTE
from db.reading.entities import Condition, table_of
from db.reading.verification import stands
from db.tables import ArticleRow, ClaimRow, NoteRow, OutletRow, SpeakerRow, TenureRow, VerdictRow
from domain.dates import Precision
from domain.roles import Actor

_DAYS_AFTER = {Precision.MONTH: 30, Precision.YEAR: 365}
"""From the first day of a period to its last, at most."""
_ARTICLE, _CLAIM, _NOTE, _OUTLET, _SPEAKER, _TENURE, _VERDICT = (
    table_of(row) for row in (ArticleRow, ClaimRow, NoteRow, OutletRow, SpeakerRow, TenureRow, VerdictRow)
)


def articles_of(*outlets: Condition) -> Select[Any]:
    """The ids of the articles of such outlets, whose columns are those of the table itself."""
    return select(_ARTICLE.c.id).join(_OUTLET, _OUTLET.c.id == _ARTICLE.c.outlet_id).where(*outlets)


def judged(*verdicts: Condition) -> Select[Any]:
    """The ids of the claims whose standing verdict is such a one, whose columns are those of the table itself.

    Where any will do, it is not asked which of several verdicts stands.
    """
    note, newer = _NOTE.alias(), _NOTE.alias()
    given = select(note.c.claim_id).where(note.c.claim_id.is_not(None), note.c.verdict_id.is_not(None), *stands(note))
    if not verdicts:
        return given
    overruled = exists().where(
        newer.c.claim_id == note.c.claim_id,
        newer.c.verdict_id.is_not(None),
        *stands(newer),
        (newer.c.published_at > note.c.published_at)
        | ((newer.c.published_at == note.c.published_at) & (newer.c.id > note.c.id)),
    )
    return given.join(_VERDICT, _VERDICT.c.id == note.c.verdict_id).where(*verdicts, ~overruled.correlate(note))


def noted(viewer: Actor | None) -> Select[Any]:
    """The ids of the claims that have a note which a viewer sees beside them."""
    note = NOTE.table.alias()
    seen = (*NOTE.listed(note), *NOTE.visible(note, viewer))
    return select(note.c.claim_id).where(note.c.claim_id.is_not(None), *seen)


def said_in_office(where: OfficeFilter, prefix: str, *, is_sqlite: bool) -> CompoundSelect[Any]:
    """The ids of claims whose speaker held such an office on their day, as the tables tell or their article does.

    Each way has an index of its own, which one condition of all of them would leave unused.
    """
    claim, tenure, holder = _CLAIM.alias(), _TENURE.alias(), _SPEAKER.alias()
    held = (
        select(claim.c.id)
        .join_from(tenure, holder, holder.c.id == tenure.c.speaker_id)
        .join(claim, claim.c.speaker_id == holder.c.canonical_id)
        .where(
            tenure.c.rejected_by.is_(None),
            tenure.c.office_id.in_(offices_meant(where, prefix)),
            tenure.c.held_from <= claim.c.said_on,
            tenure.c.held_until > _last_day(claim, is_sqlite=is_sqlite),
        )
    )
    found = [select(_CLAIM.c.id).where(_CLAIM.c.office_id.in_(offices_meant(where, prefix))), held]
    country = bound(prefix, "country", where.country, Text())
    told_by_country = where.country is not None and where.title_key is None
    if told_by_country and where.organisation is None and where.id is None:
        found.append(select(_CLAIM.c.id).where(_CLAIM.c.role_country == country))
    if where.title_key is not None and where.organisation is None and where.id is None:
        told = bound(prefix, "title_key", where.title_key, Text()).concat("|")
        key = _CLAIM.c.role_key
        alike = key == told.concat(country) if where.country else key.between(told, told.concat("ZZ"))
        found.append(select(_CLAIM.c.id).where(alike))
    return union(*found)


def _last_day(claim: FromClause, *, is_sqlite: bool) -> Any:
    """The last day on which a claim may have been said."""
    after = case(_DAYS_AFTER, value=claim.c.said_on_precision, else_=0)
    if is_sqlite:
        return func.date(claim.c.said_on, func.printf("+%d days", after))
    return claim.c.said_on + after
