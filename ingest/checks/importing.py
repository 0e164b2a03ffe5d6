"""Imports fact-checks that were published elsewhere: each becomes a published note on a claim, all of it or nothing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum
from itertools import batched
from uuid import UUID

from db.articles import lock_articles
from db.checks import ImportedNote, add_imported_notes
from db.mentions import share_identities
from db.sessions import Database, ReadSession
from db.verdicts import stored_steps
from domain.audit import digest
from domain.check import ListedCheck
from domain.errors import UnreadableRegister
from domain.notes import Stance
from domain.roles import Actor
from domain.verdicts import BEST_RATING, Step
from ingest.acting import Acting
from ingest.checks.known import Known, articles_of
from ingest.checks.lines import Line, publisher_of
from ingest.checks.planning import Plan, Planned, plan
from ingest.checks.storing import store_articles
from ingest.checks.verdicts import Scale

AT_ONCE = 64
"""Checks of one transaction: one alone waits for the disk as long as they do."""
_LEAST_FALSE = 2
"""A rating that says the claim is false, or mostly."""
_SAID = {"fa": "{publisher} این گفته را «{fa}» سنجیده است.", "en": "{publisher} rated this claim “{en}”."}
"""What a note says where its check says nothing, by language."""


class Fate(StrEnum):
    """What became of a check."""

    NEW = "new"
    UNCHANGED = "unchanged"


type Rows = Sequence[ListedCheck | UnreadableRegister]
"""The rows of a file; one that cannot be read as its error."""
type Fates = Sequence[Fate | UnreadableRegister]
"""What became of rows, in their order; a refused one as its error."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The newsroom's rules for an import.

    `verdicts` maps the words of other scales to the keys of this one. `author` is whose the notes are, and `language`
    what they are written in, where a check does not say.
    """

    verdicts: Mapping[str, str]
    author: str
    language: str
    home_country: str


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports the checks of a file, a batch after the other."""

    database: Database
    rules: Rules
    by: Actor
    now: datetime
    _seen: dict[UUID, set[UUID | None]] = field(default_factory=dict)

    async def run(self, rows: Rows, *, tell: Callable[[Fates], None] = lambda _: None) -> Fates:
        """Store the checks of a file; what became of each row, in their order.

        A row that could not be read becomes its own refusal. `tell` is told the same of each batch as soon as it is
        stored. Raises BadSetting for a map to a verdict that is not in use, and DatabaseProblem: earlier batches stay
        stored.
        """
        return await self._each_batch(rows, self._store, tell)

    async def would_run(self, rows: Rows, *, tell: Callable[[Fates], None] = lambda _: None) -> Fates:
        """What `run` would do; nothing is stored."""
        return await self._each_batch(rows, self._only_plan, tell)

    async def _each_batch(
        self, rows: Rows, work: Callable[[Sequence[ListedCheck]], Awaitable[Plan]], tell: Callable[[Fates], None]
    ) -> Fates:
        fates: list[Fate | UnreadableRegister] = []
        for some in batched(rows, AT_ONCE):
            checks = [one for one in some if isinstance(one, ListedCheck)]
            planned = iter(await work(checks) if checks else ())
            told = [_fate(next(planned)) if isinstance(one, ListedCheck) else one for one in some]
            tell(told)
            fates += told
        return fates

    async def _only_plan(self, checks: Sequence[ListedCheck]) -> Plan:
        async with self.database.reading() as session:
            planned, _ = await self._planned(session, checks)
        return planned

    async def _store(self, checks: Sequence[ListedCheck]) -> Plan:
        async with self.database.writing() as session:
            await share_identities(session)
            await lock_articles(session, articles_of(checks))
            planned, known = await self._planned(session, checks)
            new = [one for one in planned if isinstance(one, Planned) and one.is_new]
            await store_articles(session, new, known, now=self.now)
            await add_imported_notes(session, [self._note(one) for one in new], now=self.now)
            acting = Acting(session, self.by, self.now, self.rules.home_country)
            for one in new:
                self._tell(acting, one)
        return planned

    async def _planned(self, session: ReadSession, checks: Sequence[ListedCheck]) -> tuple[Plan, Known]:
        return await plan(
            session,
            checks,
            scale=Scale.of(await stored_steps(session), self.rules.verdicts),
            home_country=self.rules.home_country,
            seen=self._seen,
            now=self.now,
        )

    def _note(self, one: Planned) -> ImportedNote:
        check = one.check
        reviewed = check.reviewed_on
        language = check.language or self.rules.language
        return ImportedNote(
            id=one.note,
            claim_id=one.claim,
            author=check.publisher or self.rules.author,
            language=language,
            verdict_id=one.step.id,
            body=check.text or check.title or _sentence(check, one.step.step, language),
            published_at=min(datetime.combine(reviewed, time(), UTC), self.now) if reviewed else self.now,
            link=check.link,
            title=check.title,
            stance=_stance(one.step.step),
        )

    def _tell(self, acting: Acting, one: Planned) -> None:
        """Let the audit chain tell what a check became."""
        note = self._note(one)
        after = {
            "link": digest(note.link),
            "verdict": one.step.step.key,
            "author": note.author,
            "language": note.language,
            "publishedAt": note.published_at.isoformat(),
            "body": digest(note.body),
            "claim": digest(one.check.claim),
            "text": digest(Line(one.check).text) if one.question else None,
        }
        acting.record("importCheck", "note", one.note, claim_id=one.claim, article_id=one.article, after=after)


def _fate(one: Planned | UnreadableRegister) -> Fate | UnreadableRegister:
    if isinstance(one, UnreadableRegister):
        return one
    return Fate.NEW if one.is_new else Fate.UNCHANGED


def _stance(step: Step) -> Stance:
    """What a check does to a claim that it finds to be of this step."""
    if step.rating == BEST_RATING:
        return Stance.SUPPORTS
    return Stance.REFUTES if step.rating is not None and step.rating <= _LEAST_FALSE else Stance.CONTEXT


def _sentence(check: ListedCheck, step: Step, language: str) -> str:
    said = _SAID.get(language, _SAID["en"])
    return said.format(publisher=publisher_of(check), fa=step.label_fa, en=step.label_en)
