"""Rows of who is who, for tests: everything has a default but what a test is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4, uuid5

from db.tables import (
    AliasRow,
    ArticleRow,
    JudgementRow,
    MentionCandidateRow,
    MentionRow,
    OfficeAliasRow,
    OfficeRow,
    SpeakerRow,
    TenureRow,
)
from domain.sounds import sound_of
from domain.suggestions import name_words
from domain.terms import PartialDay, Term
from domain.text import name_key, speaker_key
from extraction.office_titles import office_title

NOW = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)


def speaker(name: str = "مریم نیک‌فر") -> list[SpeakerRow | AliasRow]:
    """A speaker and the alias that is the speaker's own name."""
    identity = uuid4()
    key = speaker_key(name)
    alias = AliasRow(
        id=uuid5(identity, key),
        speaker_id=identity,
        text=name,
        language="fa",
        key=key,
        sound=sound_of(name),
        words=name_words(name),
        form="full",
        origin="learned",
        created_at=NOW,
    )
    row = SpeakerRow(
        id=identity, kind="person", name=name, key=key, origin="learned", canonical_id=identity, created_at=NOW
    )
    return [row, alias]


def merged_speaker(into: UUID, name: str = "م. نیک‌فر", **columns: object) -> list[SpeakerRow | AliasRow]:
    """A speaker who was merged into another, with the alias that is the speaker's own name."""
    row, alias = speaker(name)
    changes = {"merged_into": into, "canonical_id": into, **columns}
    return [SpeakerRow(**{**row.model_dump(), **changes}), alias]


def alias(of: UUID, text: str, *, rejected_by: JudgementRow | None = None, language: str = "fa") -> AliasRow:
    """Another name of a speaker."""
    return AliasRow(
        id=uuid4(),
        speaker_id=of,
        text=text,
        language=language,
        key=speaker_key(text),
        sound=sound_of(text),
        words=name_words(text),
        form="full",
        origin="shipped",
        rejected_by=rejected_by.id if rejected_by else None,
        created_at=NOW,
    )


def office(
    title: str = "وزیر آزمون",
    *,
    country: str | None = "IR",
    organisation: str | None = None,
    rank: int = 50,
    titles: Sequence[str] = (),
) -> list[OfficeRow | OfficeAliasRow]:
    """An office and the words for it: its title and `titles`."""
    identity = uuid4()
    row = OfficeRow(
        id=identity,
        title=title,
        country=country,
        organisation=organisation,
        organisation_key=name_key(organisation) if organisation else None,
        seats="one",
        rank=rank,
        origin="shipped",
        created_at=NOW,
    )
    words = [
        OfficeAliasRow(
            id=uuid4(),
            office_id=identity,
            text=text,
            key=office_title(text).key,
            words=name_words(text),
            origin="shipped",
        )
        for text in (title, *titles)
    ]
    return [row, *words]


def tenure(  # noqa: PLR0913 - a factory defaults everything
    of: UUID,
    *,
    office: UUID,
    start: str | None = "2020",
    end: str | None = None,
    believed_until: date | None = None,
    rejected_by: JudgementRow | None = None,
) -> TenureRow:
    """A speaker's time in an office, from `start` to `end` as ISO 8601 tells a day, month or year."""
    first, last = (PartialDay.parse(one) if one else None for one in (start, end))
    term = Term(first, last, believed_until)
    return TenureRow(
        id=uuid4(),
        speaker_id=of,
        office_id=office,
        from_on=first.first if first else None,
        from_precision=first.precision.value if first else None,
        to_on=last.first if last else None,
        to_precision=last.precision.value if last else None,
        believed_until=believed_until,
        held_from=term.sure_from,
        held_until=term.sure_until,
        source="آزمون",
        origin="shipped",
        rejected_by=rejected_by.id if rejected_by else None,
        created_at=NOW,
    )


def judgement(  # noqa: PLR0913 - a factory defaults everything
    name: str = "نیک‌فر",
    *,
    about: str = "mention",
    decision: str = "unsure",
    speaker_id: UUID | None = None,
    other_id: UUID | None = None,
    mention_id: UUID | None = None,
    author: str | None = None,
    made_at: datetime = NOW,
    superseded_by: UUID | None = None,
) -> JudgementRow:
    """A judgement: a question that waits, unless it has a decision and its author."""
    return JudgementRow(
        id=uuid4(),
        about=about,
        decision=decision,
        name=name,
        key=speaker_key(name),
        speaker_id=speaker_id,
        other_id=other_id,
        mention_id=mention_id,
        why="دلیل آزمون",
        author=author,
        made_at=made_at,
        superseded_by=superseded_by,
    )


def mention(  # noqa: PLR0913 - a factory defaults everything
    of: ArticleRow,
    name: str = "نیک‌فر",
    *,
    kind: str = "person",
    offices: Sequence[str] = (),
    waits_for: JudgementRow | None = None,
    decided_by: JudgementRow | None = None,
) -> MentionRow:
    """A source of an article."""
    return MentionRow(
        id=uuid4(),
        article_id=of.id,
        name=name,
        key=speaker_key(name),
        kind=kind,
        offices=list(offices),
        abroad=False,
        why="several speakers go by this name" if waits_for else "people said so",
        judgement_id=waits_for.id if waits_for else None,
        decided_by=decided_by.id if decided_by else None,
        created_at=NOW,
    )


def candidate(of: MentionRow, speaker_id: UUID) -> MentionCandidateRow:
    """A speaker who a waiting mention may be."""
    return MentionCandidateRow(mention_id=of.id, speaker_id=speaker_id, why="goes by this name")
