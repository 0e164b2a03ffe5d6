"""What people add to claims: notes with evidence and verdicts, and the history of changes. Types only declare."""
# ruff: noqa: ARG002 - types declare arguments that the statement of the field above reads

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry.scalars import JSON

from api.connections import After, Before, Connection, First, Last
from api.declaring import read_with_its_parent
from api.identities import Speaker
from api.loading import BINDINGS
from api.markdown import rendered
from api.nodes import Node
from api.verification_enums import Attribution, NoteOrigin, Stage, Stance, Visibility
from db.reading import catalogue

if TYPE_CHECKING:
    from api.types import Article, Claim

SomeClaim = Annotated["Claim", strawberry.lazy("api.types")]
SomeArticle = Annotated["Article", strawberry.lazy("api.types")]


@strawberry.type(description="One step of a scale of verdicts.")
class Verdict(Node):
    """A verdict."""

    scale: str = strawberry.field(description="The scale that it is a step of; `gozareh` is the one that ships.")
    key: str = strawberry.field(description="The verdict's name for programs, to be passed to `addNote`.")
    label_fa: str = strawberry.field(description="Its label in Persian.")
    label_en: str = strawberry.field(description="Its label in English.")
    position: int = strawberry.field(description="Its place in its scale, which runs from true to false.")
    rating: int | None = strawberry.field(description="schema.org's rating, 5 (true) to 1 (false); null for none.")
    worst_rating: int | None = strawberry.field(description="The least `rating` there is, 1; null with it.")
    best_rating: int | None = strawberry.field(description="The greatest `rating` there is, 5; null with it.")
    is_in_use: bool = strawberry.field(
        description="Whether new notes can have it; notes keep one that was taken out of use."
    )


@strawberry.type(description="A link that a note rests on.")
class Evidence:
    """A note's evidence."""

    url: str = strawberry.field(description="The link.")
    title: str | None = strawberry.field(description="What stands there; null where its author gave none.")
    archive_url: str | None = strawberry.field(description="Where a copy of it is kept; null where none was given.")
    stance: Stance = strawberry.field(description="What it does to the claim.")
    excerpt: str | None = strawberry.field(description="The words there that count; null where none were given.")
    accessed_on: date | None = strawberry.field(
        description="The day, Gregorian, on which the author looked at it; null where none was given."
    )


@strawberry.type(
    description="One version of what a fact-checker wrote. What it says is never changed: who amends it writes another"
    " version. Lists show the versions that stand or are on their way; those that were superseded or retracted are read"
    " by id and in `versions`."
)
class Note(Node):
    """A verification note."""

    version: int = strawberry.field(description="Which version of the note this is, from 1; mutations name the newest.")
    author: str = strawberry.field(description="The name of who wrote this version, then and for ever.")
    language: str = strawberry.field(description="The language that it is written in, as a tag such as fa.")
    visibility: Visibility = strawberry.field(description="Who reads it once it is published.")
    body: str = strawberry.field(description="The note in Markdown, as it was written.")
    body_html: str = strawberry.field(
        description="The note as HTML that is safe to show: no scripts, styles or pictures, raw HTML shown as text."
    )
    origin: NoteOrigin = strawberry.field(description="How it came here.")
    created_at: datetime = strawberry.field(description="When this version was written, in UTC.")
    verdict: Verdict | None = strawberry.field(description="The note's verdict; null for a note that gives none.")
    attribution: Attribution | None = strawberry.field(
        description="What the note found of who said it; null for a note that says nothing of that."
    )
    changes_verdict: str | None = strawberry.field(
        description="Why its verdict is another than the one that stood; null where it changes none."
    )
    stage: Stage = strawberry.field(description="How far this version has come.")
    submitted_at: datetime | None = strawberry.field(description="When it was handed in, in UTC; null before.")
    reviewed_at: datetime | None = strawberry.field(description="When it was reviewed, in UTC; null before.")
    reviewed_by: str | None = strawberry.field(
        description="The name of who reviewed it, never its author; null before, and for what was imported."
    )
    published_at: datetime | None = strawberry.field(description="When it was published, in UTC; null before.")
    assigned_to: str | None = strawberry.field(
        description="The name of who shall work on it; null for nobody. Needs a key with the role `contributor`."
    )
    claimant_asked_on: date | None = strawberry.field(
        description="The day, Gregorian, on which the claimant was asked for comment; null where nobody said so."
    )
    superseded_at: datetime | None = strawberry.field(
        description="When a later version took its place, in UTC; null where none has."
    )
    retracted_at: datetime | None = strawberry.field(description="When it was retracted, in UTC; null where it stands.")
    retraction_reason: str | None = strawberry.field(description="Why it was retracted; null with it.")
    claim: SomeClaim | None = strawberry.field(
        description="The claim that it is about; null where it is about something else."
    )
    speaker: Speaker | None = strawberry.field(
        description="The speaker whom it is about, never one who was merged; null where it is about something else."
    )
    article: SomeArticle | None = strawberry.field(
        description="The article that it is about; null where it is about something else."
    )
    evidence: list[Evidence] = strawberry.field(description="The links that it rests on, at most 20, in their order.")

    @strawberry.field(description="Every version of the note that the reader may see, the newest first.")
    def versions(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Note", strawberry.lazy("api.verification")]]:
        """Read with the note."""
        read_with_its_parent()


Notes = Connection[Annotated[Note, strawberry.lazy("api.verification")]]


@strawberry.type(
    description="A change by a person or a run. The database refuses to change or remove an event, and each is bound to"
    " all before it by its hash."
)
class AuditEvent(Node):
    """An audit event."""

    at: datetime = strawberry.field(description="When it was changed, in UTC.")
    actor: str = strawberry.field(description="The name of who changed it.")
    action: str = strawberry.field(description="What was done, such as `addNote`: the mutation's name, or a command's.")
    subject_id: strawberry.ID = strawberry.field(description="The id of what was changed.")
    before: JSON | None = strawberry.field(
        description="What it was before, as far as it was changed; the digest of quoted words in place of the words."
        " Null where there was nothing."
    )
    after: JSON | None = strawberry.field(description="What it is since, likewise; null where there is nothing.")
    reason: str | None = strawberry.field(description="Why, as its actor said; null where no reason was asked.")
    request_id: str | None = strawberry.field(
        description="The request that changed it, as logs name it; null for a command. Needs the role `editor`."
    )
    hash: str = strawberry.field(
        description="SHA-256 of the event and of the hash before it, in hexadecimal. Needs the role `editor`."
    )
    previous_hash: str = strawberry.field(
        description="The hash of the event before it in the whole chain. Needs the role `editor`."
    )
    claim: SomeClaim | None = strawberry.field(description="The claim whose history it is of; null where of none.")
    article: SomeArticle | None = strawberry.field(description="The article that it concerns; null where it does none.")


Events = Connection[Annotated[AuditEvent, strawberry.lazy("api.verification")]]

BINDINGS.bind(Verdict, catalogue.VERDICT)
BINDINGS.bind(Evidence, catalogue.EVIDENCE)
BINDINGS.bind(Note, catalogue.NOTE, words={"body_html": rendered})
BINDINGS.bind(AuditEvent, catalogue.AUDIT_EVENT)
