"""What must be: the articles, claims, notes and speakers of the random operations, as a model in memory has them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.correction import CorrectedField
from domain.notes import Stage, Visibility
from domain.roles import Actor, Role
from domain.statement import Kind
from domain.withdrawal import Withdrawal
from tests.ingest.invariants.printed import PUBLISHED, SPEAKERS, Line, Printed

TEAM = {Role.CONTRIBUTOR, Role.VERIFIER, Role.EDITOR, Role.ADMIN}
EDITORS = {Role.EDITOR, Role.ADMIN}


@dataclass(eq=False)
class Article:
    """An article, of which `text` is the number of the current text."""

    printed: Printed
    text: int = 0
    is_outdated: bool = False
    withdrawn: bool = False
    kept: bool = True


@dataclass(eq=False)
class Claim:
    """A claim, in the text of number `text`; `before` is who withdrew it until an editor did."""

    id: UUID
    article: Article
    line: Line
    text: int
    resolved: UUID | None
    content: str
    kind: Kind
    said_on: date | None = PUBLISHED
    corrected: set[CorrectedField] = field(default_factory=set)
    version: int = 1
    by: Withdrawal | None = None
    before: Withdrawal | None = None
    kept: bool = True
    with_article: bool = False
    was_withheld: bool = False
    notes: list["Note"] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        """Whether people have corrected it, or said something of it that everybody reads and that stands."""
        versions = (version for note in self.notes for version in note.versions)
        return bool(self.corrected) or any(one.is_public and one.lives for one in versions)

    @property
    def is_withheld(self) -> bool:
        """Whether an editor withdrew its words."""
        return self.by is Withdrawal.EDITOR

    def withhold(self, *, erase: bool) -> None:
        """An editor withdraws it."""
        self.before, self.by, self.kept = self.by, Withdrawal.EDITOR, not erase
        self.was_withheld = True

    def restore(self) -> None:
        """An editor restores it."""
        self.by, self.with_article = self.before, False

    def read(self, text: int) -> bool:
        """The article is read with a text; whether that withdraws the claim."""
        if text not in self.line.texts:
            gone = self.by is None and not self.touched
            self.by = Withdrawal.EXTRACTOR if gone else self.by
            return gone
        if not self.is_withheld:
            self.by = None if self.by is Withdrawal.EXTRACTOR else self.by
            self.version += self.text != text
            self.text = text
        return False


@dataclass(eq=False)
class Version:
    """A version of a note."""

    id: UUID
    author: Actor
    verdict: str | None
    visibility: Visibility
    says_why: bool
    stage: Stage = Stage.DRAFT
    published: int | None = None
    superseded: bool = False
    retracted: bool = False

    @property
    def lives(self) -> bool:
        """Whether it stands or is on its way."""
        return not self.superseded and not self.retracted

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it, if no editor withdrew what it is about."""
        return self.stage is Stage.PUBLISHED and self.visibility is Visibility.PUBLIC


@dataclass(eq=False)
class Note:
    """A note with its versions, the newest last."""

    claim: Claim
    versions: list[Version]

    @property
    def newest(self) -> Version:
        """The newest version."""
        return self.versions[-1]

    def seen_by(self, viewer: Actor | None) -> Iterator[Version]:
        """The versions that somebody may see."""
        if viewer is not None and viewer.role in TEAM:
            yield from self.versions
        elif not self.claim.is_withheld:
            yield from (one for one in self.versions if one.is_public)


@dataclass
class Model:
    """All of it; `told` is how many events there are, `hidden` how many of them the team alone sees."""

    articles: list[Article] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    merged: dict[UUID, UUID | None] = field(default_factory=lambda: dict.fromkeys(SPEAKERS))
    corrections: int = 0
    told: int = 0
    hidden: int = 0

    @property
    def live(self) -> list[Claim]:
        """The claims that lists show."""
        return [one for one in self.claims if one.by is None]

    def canonical(self, speaker: UUID | None) -> UUID | None:
        """Whom a speaker was merged into."""
        while speaker is not None and (into := self.merged[speaker]) is not None:
            speaker = into
        return speaker

    def standing(self, claim: Claim, *, besides: Note | None = None) -> str | None:
        """The verdict that notes, or those besides one, give a claim, as if nobody had withdrawn it."""
        stands = [
            one
            for note in self.notes
            if note.claim is claim and note is not besides
            for one in note.versions
            if one.is_public and one.lives and one.verdict is not None
        ]
        return max(stands, key=lambda one: one.published or 0).verdict if stands else None

    def changes(self, claim: Claim, version: Version, note: Note | None = None) -> bool:
        """Whether a version, of a note that is there, makes another verdict stand than does, without saying why."""
        stands = self.standing(claim)
        if stands is None or version.says_why:
            return False
        gives = version.verdict if version.visibility is Visibility.PUBLIC else None
        return (gives or self.standing(claim, besides=note)) != stands

    def of(self, article: Article, line: Line | None = None) -> list[Claim]:
        """The claims of an article, or of one line of it."""
        return [one for one in self.claims if one.article is article and line in {None, one.line}]
