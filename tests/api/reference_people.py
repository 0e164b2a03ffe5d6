"""The second way to answer what is asked of speakers, offices, mentions and judgements."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from db.tables import (
    AliasRow,
    ArticleRow,
    ClaimRow,
    JudgementRow,
    MentionCandidateRow,
    MentionRow,
    OfficeAliasRow,
    OfficeRow,
    SpeakerRow,
    TenureRow,
)
from domain.dates import Precision
from domain.terms import PartialDay
from tests.api.reference_events import events
from tests.api.reference_rows import Row, Rows, snake, told
from tests.api.reference_timelines import timeline

if TYPE_CHECKING:
    from tests.api.reference import World


@dataclass(frozen=True)
class Asked:
    """A judgement with what is counted of it."""

    row: JudgementRow
    times: int

    def __getattr__(self, name: str) -> Any:
        """The row's own."""
        return getattr(self.row, name)


def asked(world: "World", row: JudgementRow) -> Row:
    """A judgement with its count."""
    return Row("Judgement", Asked(row, len(world.of(MentionRow, judgement_id=row.id))))


def judgements(world: "World", arguments: Mapping[str, Any]) -> Rows:
    """All judgements, those for which most mentions wait first."""
    rows = [asked(world, one).row for one in world.of(JudgementRow)]
    rows.sort(key=lambda one: (one.times, one.made_at, one.id), reverse=True)
    return Rows("Judgement", rows, arguments["first"], "judgements", ("times", "made_at", "id"))


def field(world: "World", type_name: str, row: Any, name: str, arguments: Mapping[str, Any]) -> Any:
    """The value of a field of a row."""
    answers: dict[str, Callable[..., Any]] = {
        "Speaker": _of_speaker,
        "Tenure": _of_tenure,
        "Office": _of_office,
        "Mention": _of_mention,
        "MentionCandidate": _of_candidate,
        "Judgement": _of_judgement,
    }
    return answers[type_name](world, row, name, arguments)


def _of_speaker(  # noqa: C901, PLR0911 - one case a field
    world: "World", row: SpeakerRow, name: str, arguments: Mapping[str, Any]
) -> Any:
    same = world.of(SpeakerRow, canonical_id=row.canonical_id)
    claims = world.of(ClaimRow, speaker_id=row.canonical_id)
    live = [one for one in claims if one.withdrawn_at is None]
    match name:
        case "canonicalId":
            return f"speaker_{row.canonical_id.hex}"
        case "mergedIds":
            return [f"speaker_{one.id.hex}" for one in sorted(same, key=lambda one: one.id) if one.merged_into]
        case "bornOn" | "diedOn":
            return _partial(row, name.removesuffix("On"))
        case "aliases":
            found = [one for other in same for one in world.of(AliasRow, speaker_id=other.id, rejected_by=None)]
            return [Row("Alias", one) for one in sorted(found, key=lambda one: (one.key, one.id))]
        case "tenures":
            return [Row("Tenure", one) for one in _tenures(world, same)]
        case "roleOn":
            return _role_on(world, same, date.fromisoformat(arguments["date"]))
        case "mentionedAs":
            names = Counter(one.name for claim in live for one in world.of(MentionRow, id=claim.mention_id))
            return [{"__typename": "MentionedAs", "name": name, "times": n} for name, n in names.most_common()]
        case "timeline":
            return timeline(world, live, arguments)
        case "events":
            return events(world, row, arguments)
        case "claims":
            return world.claims(claims, arguments)
    return told(getattr(row, snake(name)))


def _tenures(world: "World", same: list[SpeakerRow]) -> list[TenureRow]:
    held = [one for other in same for one in world.of(TenureRow, speaker_id=other.id, rejected_by=None)]
    return sorted(held, key=lambda one: (one.held_from, one.id), reverse=True)


def _role_on(world: "World", same: list[SpeakerRow], day: date) -> Row | None:
    held = [one for one in _tenures(world, same) if one.held_from <= day < one.held_until]
    ranked = sorted(held, key=lambda one: (world.of(OfficeRow, id=one.office_id)[0].rank, one.office_id))
    return Row("Tenure", ranked[0]) if ranked else None


def _of_tenure(world: "World", row: TenureRow, name: str, _: Mapping[str, Any]) -> Any:
    [office] = world.of(OfficeRow, id=row.office_id)
    match name:
        case "office":
            return Row("Office", office)
        case "speaker":
            return _canonical(world, row.speaker_id)
        case "role":
            return f"{office.title} ایران" if office.country == "IR" else office.title
        case "from" | "to":
            return _partial(row, name)
    return told(getattr(row, snake(name)))


def _of_office(world: "World", row: OfficeRow, name: str, arguments: Mapping[str, Any]) -> Any:
    match name:
        case "aliases":
            found = sorted(world.of(OfficeAliasRow, office_id=row.id), key=lambda one: (one.key, one.id))
            return [one.text for one in found]
        case "tenures":
            held = world.of(TenureRow, office_id=row.id, rejected_by=None)
            held.sort(key=lambda one: (one.held_from, one.id), reverse=True)
            return Rows("Tenure", held, arguments["first"], "tenures", ("held_from", "id"))
    return told(getattr(row, snake(name)))


def _of_mention(world: "World", row: MentionRow, name: str, arguments: Mapping[str, Any]) -> Any:
    match name:
        case "isDecidedByPeople":
            return row.decided_by is not None
        case "article":
            return Row("Article", world.of(ArticleRow, id=row.article_id)[0])
        case "judgement":
            return _judgement(world, row.judgement_id)
        case "candidates":
            found = sorted(world.of(MentionCandidateRow, mention_id=row.id), key=lambda one: one.speaker_id)
            return [Row("MentionCandidate", one) for one in found]
        case "claims":
            return world.claims(world.of(ClaimRow, mention_id=row.id), arguments)
    return told(getattr(row, snake(name)))


def _of_candidate(world: "World", row: MentionCandidateRow, name: str, _: Mapping[str, Any]) -> Any:
    return _canonical(world, row.speaker_id) if name == "speaker" else row.why


def _of_judgement(  # noqa: PLR0911 - one case a field
    world: "World", row: Any, name: str, arguments: Mapping[str, Any]
) -> Any:
    waiting = world.of(MentionRow, judgement_id=row.id)
    match name:
        case "isOpen":
            asks = row.decision == "unsure" and row.author is None and row.superseded_by is None
            return asks and (bool(waiting) or row.about != "mention")
        case "about" | "decision":
            return getattr(row, name).upper()
        case "speaker" | "other":
            named = world.of(SpeakerRow, id=getattr(row, f"{name}_id"))
            return Row("Speaker", named[0]) if named else None
        case "mention":
            about = world.of(MentionRow, id=row.mention_id)
            return Row("Mention", about[0]) if about else None
        case "supersededBy":
            return _judgement(world, row.superseded_by)
        case "mentions":
            waiting.sort(key=lambda one: (one.created_at, one.id), reverse=True)
            return Rows("Mention", waiting, arguments["first"], "mentions", ("created_at", "id"))
        case "candidates":
            keys = {one.speaker_id for each in waiting for one in world.of(MentionCandidateRow, mention_id=each.id)}
            found = {speaker.row.id: speaker.row for speaker in (_canonical(world, key) for key in keys)}
            return [Row("Speaker", one) for one in sorted(found.values(), key=lambda one: (one.key, one.id))]
    return told(getattr(row, snake(name)))


def _judgement(world: "World", key: UUID | None) -> Row | None:
    found = world.of(JudgementRow, id=key)
    return asked(world, found[0]) if found else None


def _canonical(world: "World", key: UUID) -> Row:
    [own] = world.of(SpeakerRow, id=key)
    return Row("Speaker", world.of(SpeakerRow, id=own.canonical_id)[0])


def _partial(row: Any, of: str) -> str | None:
    first, precision = getattr(row, f"{of}_on"), getattr(row, f"{of}_precision")
    return str(PartialDay(first, Precision(precision))) if first else None
