"""What people decide about who is who: each decision leaves a judgement, teaches what follows, and can be undone.

Every function works inside the caller's transaction and holds the identities until it ends, so that nothing that
others store meanwhile is missed. Stored mentions are resolved again by the same rules as at first, so undoing a
decision restores what was.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from db.judging import (
    Teaching,
    alias_by_id,
    decide_mention,
    goes_by,
    judgement_by_id,
    keys_touched,
    mention_by_id,
    name_speaker,
    published_on_of,
    reinstate,
    reject_alias,
    reject_tenure,
    speaker_by_id,
    standing_judgement,
    supersede,
    teach_alias,
    teach_tenure,
    tenures_of,
)
from db.mentions import hold_identities
from db.merging import group_of, merge_into, take_apart
from db.tables import MentionRow, SpeakerRow
from domain.audit import digest
from domain.errors import BadDecision
from domain.ids import JudgementId, SpeakerId, speaker_id
from domain.judgement import About, Decision
from domain.register import ListedTenure
from domain.speaker import AliasForm, SpeakerKind
from domain.statement import SourceKind
from domain.terms import Term
from ingest.acting import Acting, check_words
from ingest.deciding import (
    MOST_SOURCE,
    Decided,
    NewOffice,
    Whom,
    exact_day,
    existing_speaker,
    judge,
    meant_office,
    settled,
    settled_of,
    settled_of_group,
    tell,
    whom_id,
)
from ingest.resolve import is_full_name

TAUGHT_DAYS = 90
"""How long before and after the day of its article an office or a surname means whom people said, unless they say how
long: an office seldom changes hands twice in half a year."""

_ERASED = ""
"""The key of a name that was erased with its article."""


async def resolve_mention(  # noqa: PLR0913 - a decision has as many parts
    acting: Acting, mention: UUID, whom: Whom, *, why: str, teach: bool = True, term: Term | None = None
) -> Decided:
    """Say who a mention is; with `teach`, its name means that speaker from now on, within `term`.

    The name of an office and a surname are taught for `TAUGHT_DAYS` around the article's day, unless `term` says
    otherwise. Where the name is a namesake's already it means both from then on, so that neither is guessed.
    Raises BadDecision.
    """
    session = acting.session
    await hold_identities(session)
    row = await mention_by_id(session, mention)
    if row is None:
        raise BadDecision("mentionId", "names no mention; pass an id that judgements gave")
    if not row.name:
        raise BadDecision("mentionId", "is of an article that an editor withdrew; restore the article first")
    decision = Decision.DIFFERENT if whom is None else Decision.SAME
    judgement = await judge(acting, About.MENTION, decision, why=why, name=row.name, mention_id=row.id)
    speaker = await whom_id(acting, whom, judgement)
    if row.decided_by is not None:
        await supersede(session, row.decided_by, judgement, now=acting.now)
    await name_speaker(session, judgement, speaker, now=acting.now)
    await decide_mention(session, row.id, now=acting.now)
    if teach and speaker is not None:
        await _teach(acting, row, speaker, judgement=judgement, term=term)
    tell(acting, "resolveMention", judgement, why=why, name=digest(row.name), mention_id=row.id, speaker_id=speaker)
    return await settled(acting, judgement, {row.key, *await keys_touched(session, judgement)})


async def merge_speakers(acting: Acting, into: UUID, others: Iterable[UUID], *, why: str) -> list[Decided]:
    """Say that speakers are one and the same as `into`; their claims are that one's from now on. Raises BadDecision."""
    session = acting.session
    await hold_identities(session)
    target = await existing_speaker(acting, into, "intoId")
    decided = []
    for place, other in enumerate(others):
        merged = await existing_speaker(acting, other, f"speakerIds.{place}")
        target = await existing_speaker(acting, target.canonical_id, "intoId")
        merged = await existing_speaker(acting, merged.canonical_id, f"speakerIds.{place}")
        if merged.id == target.id:
            raise BadDecision(
                f"speakerIds.{place}", "is the one who stays, or merged into that one already; leave it out"
            )
        if SpeakerKind.ORGANISATION in {merged.kind, target.kind} and merged.kind != target.kind:
            raise BadDecision(
                f"speakerIds.{place}", "is not of intoId's kind; a person and an organisation are never one"
            )
        decided.append(await _merge(acting, target, merged, why=why))
    if not decided:
        raise BadDecision("speakerIds", "is empty; name at least one speaker to merge")
    return decided


async def unmerge_speaker(acting: Acting, speaker: UUID, *, why: str) -> Decided:
    """Take a merged speaker apart again: whatever was the speaker's own before is so again.

    Where the name is the other one's too, by the tables, it means both from then on. Raises BadDecision.
    """
    session = acting.session
    await hold_identities(session)
    row = await existing_speaker(acting, speaker, "speakerId")
    if row.merged_into is None:
        raise BadDecision("speakerId", "was not merged into anybody; pass the id of the one that was merged")
    parent, canonical = row.merged_into, row.canonical_id
    judgement = await judge(acting, About.SPEAKERS, Decision.DIFFERENT, why=why, speaker_id=parent, other_id=row.id)
    same = await standing_judgement(session, about=About.SPEAKERS, speaker=parent, other=row.id, decision=Decision.SAME)
    if same is not None:
        await supersede(session, same.id, judgement, now=acting.now)
    tell(acting, "unmergeSpeakers", judgement, why=why, speaker_id=parent, other_id=row.id)
    group = await group_of(session, SpeakerId(canonical))
    moved = await take_apart(session, SpeakerId(row.id), now=acting.now)
    if await goes_by(session, row.name, SpeakerId(canonical)):
        teaching = Teaching(judgement, acting.now)
        await teach_alias(session, row.id, row.name, term=Term(), teaching=teaching)
    return await settled_of_group(acting, judgement, group, moved=moved)


async def split_alias(acting: Acting, alias: UUID, whom: Whom, *, why: str) -> Decided:
    """Say that a name is not its speaker's, but `whom`'s; None: of nobody who is known. Raises BadDecision."""
    session = acting.session
    await hold_identities(session)
    row = await alias_by_id(session, alias)
    if row is None or row.rejected_by is not None:
        raise BadDecision("aliasId", "names no alias; pass an id that a speaker's aliases gave")
    judgement = await judge(acting, About.ALIAS, Decision.DIFFERENT, why=why, name=row.text, speaker_id=row.speaker_id)
    await reject_alias(session, row, judgement)
    speaker = await whom_id(acting, whom, judgement)
    tell(
        acting,
        "splitAlias",
        judgement,
        why=why,
        name=digest(row.text),
        speaker_id=row.speaker_id,
        other_id=speaker,
    )
    if speaker == row.speaker_id:
        raise BadDecision("toSpeakerId", "is whose alias it is already; name another speaker")
    if speaker is not None:
        term = Term(exact_day(row.valid_from), exact_day(row.valid_to))
        teaching, form = Teaching(judgement, acting.now), AliasForm(row.form)
        await teach_alias(session, speaker, row.text, term=term, teaching=teaching, form=form)
    return await settled(acting, judgement, {row.key, *await keys_touched(session, judgement)})


async def add_tenure(  # noqa: PLR0913 - a tenure has as many parts
    acting: Acting, speaker: UUID, office: UUID | NewOffice, term: Term, *, source: str, why: str
) -> Decided:
    """Say that a speaker held an office from a day to a day, by a source.

    It takes the place of a time in that office that is known with other days. Raises BadDecision.
    """
    session = acting.session
    await hold_identities(session)
    row = await existing_speaker(acting, speaker, "speakerId")
    check_words(source, "source", most=MOST_SOURCE)
    if term.start is not None and term.end is not None and term.end.last < term.start.first:
        raise BadDecision("to", f"{term.end} is before from, {term.start}; name a later day")
    held = await meant_office(acting, office)
    judgement = await judge(acting, About.TENURE, Decision.SAME, why=why, name=row.name, speaker_id=row.id)
    tell(acting, "addTenure", judgement, why=why, speaker_id=row.id, office_id=held, term=str(term))
    listed = ListedTenure(row.name, str(held), term, source)
    for known in await tenures_of(session, row.id, held):
        if known.held_from < term.sure_until and term.sure_from < known.held_until:
            await reject_tenure(session, known.id, judgement)
    await teach_tenure(session, SpeakerId(row.id), listed, held, teaching=Teaching(judgement, acting.now))
    return await settled_of(acting, judgement, row)


async def undo_judgement(acting: Acting, judgement: UUID, *, why: str) -> Decided:
    """Take back what people decided, and what it taught; a merge is taken apart. Raises BadDecision."""
    session = acting.session
    await hold_identities(session)
    row = await judgement_by_id(session, judgement)
    if row is None or row.decision == Decision.UNSURE.value:
        raise BadDecision("judgementId", "names no decision; pass the id of one that somebody made")
    if row.superseded_by is not None:
        raise BadDecision("judgementId", "was taken back or replaced already")
    if row.about == About.SPEAKERS.value:
        if row.decision != Decision.SAME.value or row.other_id is None:
            raise BadDecision("judgementId", "took two speakers apart; merge them again instead")
        return await unmerge_speaker(acting, row.other_id, why=why)
    facts = {"name": row.name, "mention_id": row.mention_id, "speaker_id": row.speaker_id, "other_id": row.other_id}
    undone = await judge(acting, About(row.about), Decision.UNSURE, why=why, **facts)
    tell(acting, "undoJudgement", undone, why=why, judgement_id=row.id)
    keys = {row.key, *await keys_touched(session, row.id)}
    await reinstate(session, row.id, now=acting.now)
    await supersede(session, row.id, undone, now=acting.now)
    if row.mention_id is not None:
        await decide_mention(session, row.mention_id, now=acting.now)
    if row.about == About.TENURE.value and row.speaker_id is not None:
        return await settled_of(acting, undone, await existing_speaker(acting, row.speaker_id, "judgementId"))
    return await settled(acting, undone, keys - {_ERASED})


async def _merge(acting: Acting, target: SpeakerRow, merged: SpeakerRow, *, why: str) -> Decided:
    session = acting.session
    judgement = await judge(
        acting, About.SPEAKERS, Decision.SAME, why=why, name=merged.name, speaker_id=target.id, other_id=merged.id
    )
    for one, other in ((target.id, merged.id), (merged.id, target.id)):
        apart = await standing_judgement(
            session, about=About.SPEAKERS, speaker=one, other=other, decision=Decision.DIFFERENT
        )
        if apart is not None:
            await supersede(session, apart.id, judgement, now=acting.now)
    tell(acting, "mergeSpeakers", judgement, why=why, speaker_id=target.id, other_id=merged.id)
    moved = await merge_into(session, SpeakerId(merged.id), SpeakerId(target.id), now=acting.now)
    return await settled_of_group(acting, judgement, await group_of(session, SpeakerId(target.id)), moved=moved)


async def _teach(
    acting: Acting, mention: MentionRow, speaker: UUID, *, judgement: JudgementId, term: Term | None
) -> None:
    """Teach a mention's name; of a name that a speaker of articles alone has, that it is that one's too."""
    session, kind = acting.session, SourceKind(mention.kind)
    if kind is SourceKind.UNNAMED:
        return
    alone = is_full_name(mention.name, kind)
    published_on = await published_on_of(session, mention.id)
    if term is None and not alone and published_on is None:
        return
    reach = timedelta(days=TAUGHT_DAYS)
    around = (
        Term()
        if alone or published_on is None
        else Term(exact_day(published_on - reach), exact_day(published_on + reach))
    )
    taught, teaching = term or around, Teaching(judgement, acting.now)
    form = AliasForm.FULL if alone or kind is SourceKind.OFFICE else AliasForm.SURNAME
    await teach_alias(session, speaker, mention.name, term=taught, teaching=teaching, form=form)
    namesake = speaker_id(mention.name)
    if alone and namesake != speaker and await speaker_by_id(session, namesake) is not None:
        await teach_alias(session, namesake, mention.name, term=taught, teaching=teaching)
