"""What is printed: claims, articles and outlets. Types only declare."""

from datetime import date, datetime

import strawberry

from api.claim_enums import Basis, CorrectedField, FoundBy, Kind, Precision, SpeechAct, Withdrawal
from api.connections import After, Before, Connection, First, Last
from api.correction_types import Correction
from api.declaring import read_with_its_parent
from api.facet_types import ClaimFacets
from api.identities import Judgement, Mention, Office, Speaker
from api.loading import BINDINGS
from api.nodes import Node
from api.topic_types import Topic
from api.verification import AuditEvent, Events, Note, Notes, Verdict
from api.verification_enums import Attribution
from db.reading import catalogue
from domain.topics import MOST_TOPICS


@strawberry.type(description="A half-open range of code points: `start` included, `end` not.")
class Span:
    """A place in an article's text."""

    start: int = strawberry.field(description="The first code point, counted from 0 in the article's text as printed.")
    end: int = strawberry.field(description="The code point after the last one.")


@strawberry.type(description="A news outlet that prints articles.")
class Outlet(Node):
    """An outlet."""

    name: str = strawberry.field(description="The outlet's name, as it was first printed.")


@strawberry.type(description="One hop of an article's way: an outlet or agency that the text was copied from.")
class ProvenanceHop:
    """A hop."""

    name: str = strawberry.field(description="One name for one agency, however it is spelt; else as printed.")
    words: str | None = strawberry.field(
        description="The name as the text prints it; null for the outlet that printed the article."
    )
    words_span: Span | None = strawberry.field(description="Where `words` stands in the article's text.")
    outlet: Outlet | None = strawberry.field(description="The outlet of that name; null where no article is its own.")


@strawberry.type(description="An article as an outlet printed it.")
class Article(Node):
    """An article."""

    url: str | None = strawberry.field(description="Its address; null where none was given, or it was withdrawn.")
    title: str | None = strawberry.field(description="Its title; null where none was given, or it was withdrawn.")
    section: str | None = strawberry.field(description="The outlet's section; null where none was given.")
    tags: list[str] = strawberry.field(description="The outlet's tags, as printed.")
    published_on: date | None = strawberry.field(
        description="The day it was published, Gregorian, in the newsroom's timezone; null where nothing is known."
    )
    published_at: datetime | None = strawberry.field(
        description="The instant it was published, in UTC; null where no more than the day is known."
    )
    text: str | None = strawberry.field(
        description="Its newest text as printed, in which spans are counted; null for an article that was withdrawn."
        " It belongs to the outlet: reading it needs a key with the role `reader`, unless who runs the service opens it"
        " to everybody (GOZAREH_ARTICLE_TEXT_OPEN)."
    )
    text_hash: str = strawberry.field(
        description="SHA-256 of the text's UTF-8 bytes, in hexadecimal: whether a text of your own is the same."
    )
    withdrawn_at: datetime | None = strawberry.field(
        description="When an editor withdrew it, in UTC: its words and its claims are shown no more, its id goes on"
        " answering. Null for an article that was not withdrawn."
    )
    withdrawal_reason: str | None = strawberry.field(description="Why an editor withdrew it; null with `withdrawnAt`.")
    outlet: Outlet | None = strawberry.field(description="Who printed it; null where nobody said.")
    provenance: list[ProvenanceHop] = strawberry.field(
        description="The outlets that the text passed through, from the one that printed it to where it first stood."
    )

    topics: list[Topic] = strawberry.field(
        description="What it is about, by its tags and its section, in the order of their names, at most"
        f" {MOST_TOPICS}."
    )

    @strawberry.field(description="The claims that were found in it, newest first.")
    def claims(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> "ClaimConnection":
        """Read with the article."""
        read_with_its_parent()

    @strawberry.field(description="What fact-checkers added about the article itself, newest first.")
    def notes(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Notes:
        """Read with the article."""
        read_with_its_parent()


@strawberry.type(description="One attribution found in one article: somebody is reported to have said something.")
class Claim(Node):
    """A claim."""

    kind: Kind = strawberry.field(description="Whether the words are quoted, told, or partly quoted.")
    speech_act: SpeechAct = strawberry.field(description="What the report says that the speaker did by saying it.")
    content: str = strawberry.field(description="The reported words, exactly as the article prints them.")
    content_span: Span = strawberry.field(description="Where `content` stands in the article's text.")
    context: str = strawberry.field(description="The sentence around it, without which the content may not be clear.")
    context_span: Span = strawberry.field(description="Where `context` stands in the article's text.")
    cue: str = strawberry.field(description="The words that report it, such as «گفت».")
    cue_span: Span = strawberry.field(description="Where `cue` stands in the article's text.")
    mention: str | None = strawberry.field(
        description="The words that name the speaker here, such as «وی»; null where the article leaves them out."
    )
    mention_span: Span | None = strawberry.field(description="Where `mention` stands; null where there is none.")
    target: str | None = strawberry.field(
        description="What the speaker judged, for «A را B دانست» and its like; null for other claims."
    )
    target_span: Span | None = strawberry.field(description="Where `target` stands; null with it.")
    judgement: str | None = strawberry.field(description="What the speaker said of the target; null with it.")
    judgement_span: Span | None = strawberry.field(description="Where `judgement` stands; null with it.")
    speaker: Speaker | None = strawberry.field(
        description="Who said it, never one who was merged into another; null where it is not sure who that is."
    )
    role: str | None = strawberry.field(
        description="The speaker's office on the day of the claim as words, with its country; of several the one that"
        " the article gives, else the highest. Null where neither tables nor the article tell one."
    )
    office: Office | None = strawberry.field(
        description="The office that `role` tells; null where there is none, or where the article alone tells it."
    )
    source_mention: Mention | None = strawberry.field(
        description="The article's source that said it, by the fullest name that the article prints, with what is"
        " known of who that is; null where it is not sure which source that is."
    )
    article: Article = strawberry.field(description="The article that reports it.")
    topics: list[Topic] = strawberry.field(
        description=f"What its article is about, in the order of their names, at most {MOST_TOPICS}."
    )
    said_on: date | None = strawberry.field(
        description="The day it was said, Gregorian; the first day of a month or year where no more is known"
        " (`saidOnPrecision`); null where nothing is known."
    )
    said_on_precision: Precision | None = strawberry.field(description="How much of `saidOn` is known; null with it.")
    said_on_basis: Basis | None = strawberry.field(description="How `saidOn` is known; null with it.")
    said_on_printed: str | None = strawberry.field(
        description="The words that tell the day, such as «دیروز»; null where none do."
    )
    confidence: float = strawberry.field(description="How sure the extractor is that this is right, from 0 to 1.")
    extractor_version: str = strawberry.field(
        description="Which extractor found it, or was the newest to read the text of one that a person added."
    )
    extracted_at: datetime = strawberry.field(description="When it was found, or last found differently, in UTC.")
    withdrawn_at: datetime | None = strawberry.field(
        description="When it was withdrawn; lists leave such claims out. Null for a live claim."
    )
    withdrawn_by: Withdrawal | None = strawberry.field(description="Who withdrew it; null for a live claim.")
    found_by: FoundBy = strawberry.field(description="Who found it.")
    version: int = strawberry.field(
        description="To be passed to `correctClaim`: 1 at first, and one more with every correction, and when the claim"
        " goes over to a new text of its article."
    )
    corrected_fields: list[CorrectedField] = strawberry.field(
        description="What people corrected, each once; it stays when the article is extracted again. [] for none."
    )
    withdrawal_reason: str | None = strawberry.field(
        description="Why an editor withdrew its words, which are then empty everywhere; null for every other claim."
    )
    verdict: Verdict | None = strawberry.field(
        description="The standing verdict: that of the newest published, public, unretracted note which carries one;"
        " null where none does."
    )
    verdict_note: Note | None = strawberry.field(description="The note that gives `verdict`; null with it.")
    attribution: Attribution | None = strawberry.field(
        description="What stands of who said it, by the newest such note that says so; null where none does."
    )
    attribution_note: Note | None = strawberry.field(description="The note that gives `attribution`; null with it.")

    @strawberry.field(
        description="What fact-checkers added and the reader may see, newest first: published notes, to the team also"
        " those on their way."
    )
    def notes(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Notes:
        """Read with the claim."""
        read_with_its_parent()

    @strawberry.field(
        description="Every change of the claim, its notes and its article that the reader may see, newest first."
    )
    def history(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Events:
        """Read with the claim."""
        read_with_its_parent()

    @strawberry.field(description="What people corrected, newest first; nothing is changed silently.")
    def corrections(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Correction]:
        """Read with the claim."""
        read_with_its_parent()


@strawberry.type(description="A page of a list of claims; a part that is not selected costs nothing.")
class ClaimConnection(Connection[Claim]):
    """A page."""

    facets: ClaimFacets = strawberry.field(description="How many of the list's claims each value has.")


NODE_TYPES = {
    "article": Article,
    "claim": Claim,
    "event": AuditEvent,
    "correction": Correction,
    "judgement": Judgement,
    "mention": Mention,
    "note": Note,
    "office": Office,
    "outlet": Outlet,
    "speaker": Speaker,
    "topic": Topic,
    "verdict": Verdict,
}

for _name in ("article", "claim", "judgement", "mention", "office", "outlet", "speaker"):
    BINDINGS.bind(NODE_TYPES[_name], catalogue.NODES[_name])
BINDINGS.bind(ProvenanceHop, catalogue.PROVENANCE)
