"""Measures extraction by what people corrected: what it reads in the same texts now, beside what they said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.corrected_texts import CorrectedClaim, CorrectedText
from domain.correction import CorrectedField, in_order
from domain.dates import Basis, Precision, SaidOn
from domain.ids import ClaimId
from domain.node_ids import node_id
from domain.statement import SourceKind, Statement
from extraction.gold import GoldArticle, GoldStatement
from extraction.scoring import CLOSE_MATCH, MATCH, pairs, prediction_of, same_source
from extraction.statements import find_statements


class Measure(StrEnum):
    """What is measured of a correction."""

    CONTENT = f"content@{MATCH}"
    CLOSE_CONTENT = f"content@{CLOSE_MATCH}"
    SPEAKER = "speaker"
    SAID_ON = "said_on"
    KIND = "kind"
    NO_STATEMENT = "no_statement"
    """Nothing is found there any more."""
    STATEMENT = "statement"
    """What people said is a statement after all is found."""
    MISSED = "missed"
    """What was missed is found now."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Whether extraction now reads what somebody corrected as they said."""

    claim: ClaimId
    measure: Measure
    is_right: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many corrections extraction gets right, of how many."""

    right: int
    of: int


def scores(text: CorrectedText) -> list[Scored]:
    """What extraction finds in a text today, beside each standing correction of its claims.

    The claim that a statement is of is told by the contents, as for gold; what is found nowhere is wrong.
    """
    found = _found_in(text)
    claims = [one for one in text.claims if one.is_statement]
    matched = {
        claims[pair.gold].id: (pair.shared, found[pair.found])
        for pair in pairs(gold_article(text), [prediction_of(one, text.text) for one in found])
    }
    scored: list[Scored] = []
    for one in text.claims:
        if one.is_statement:
            shared, statement = matched.get(one.id, (0.0, None))
            scored += _scored(one, statement, shared)
        else:
            scored.append(Scored(one.id, Measure.NO_STATEMENT, not _is_found(one, found, text)))
    return scored


def tally(scored: Iterable[Scored]) -> dict[Measure, Share]:
    """How many corrections are right of each measure that there is one of."""
    counts: dict[Measure, Share] = {}
    for one in scored:
        before = counts.get(one.measure, Share(0, 0))
        counts[one.measure] = Share(before.right + one.is_right, before.of + 1)
    return {measure: counts[measure] for measure in Measure if measure in counts}


def gold_article(text: CorrectedText) -> GoldArticle:
    """The text as gold, with those statements that people corrected or added, and none that they said are none.

    A field that nobody corrected is as the claim tells it. A day is told where words of the statement tell it, or
    people did.
    """
    of = node_id("article", text.article_id)
    published = text.published_at and (text.published_at.instant or text.published_at.day)
    return GoldArticle(
        id=of if text.is_current else f"{of}/{text.revision_id.hex}",
        text=text.text,
        statements=tuple(_gold(one) for one in text.claims if one.is_statement),
        title=text.title or "",
        outlet=text.outlet,
        published_at=published.isoformat() if published else None,
    )


def _gold(one: CorrectedClaim) -> GoldStatement:
    claim, mention = one.claim, one.claim.mention
    role = claim.said_by.role
    first, *others = one.names or (one.source or (mention.words if mention else ""),)
    return GoldStatement(
        start=claim.content.span.start,
        end=claim.content.span.end,
        kind=claim.kind,
        cue=claim.cue.words,
        mention=mention.words if mention else "",
        speaker=first,
        accept=(*others, *((role.words,) if role else ())),
        said_on=_stated(claim.said_on),
        cue_start=claim.cue.span.start,
        cue_end=claim.cue.span.end,
        mention_start=mention.span.start if mention else None,
        mention_end=mention.span.end if mention else None,
    )


def _stated(said_on: SaidOn | None) -> str | None:
    is_stated = said_on is not None and said_on.basis is Basis.STATED and said_on.precision is Precision.DAY
    return said_on.day.isoformat() if said_on is not None and is_stated else None


def _found_in(text: CorrectedText) -> Sequence[Statement]:
    published_on = text.published_at.day if text.published_at else None
    return find_statements(text.text, title=text.title, tags=text.tags, published_on=published_on)


def _scored(one: CorrectedClaim, found: Statement | None, shared: float) -> Iterator[Scored]:
    is_found = found is not None and shared >= MATCH
    for field in in_order(one.corrected):
        match field:
            case CorrectedField.CONTENT:
                yield Scored(one.id, Measure.CONTENT, is_found)
                yield Scored(one.id, Measure.CLOSE_CONTENT, found is not None and shared >= CLOSE_MATCH)
            case CorrectedField.SPEAKER:
                yield Scored(one.id, Measure.SPEAKER, found is not None and is_found and _is_said_by(one, found))
            case CorrectedField.SAID_ON:
                yield Scored(one.id, Measure.SAID_ON, found is not None and is_found and _is_said_on(one, found))
            case CorrectedField.KIND:
                yield Scored(one.id, Measure.KIND, found is not None and is_found and found.kind is one.claim.kind)
            case CorrectedField.IS_STATEMENT:
                yield Scored(one.id, Measure.STATEMENT, is_found)
            case CorrectedField.MISSED:
                yield Scored(one.id, Measure.MISSED, is_found)


def _is_said_by(one: CorrectedClaim, found: Statement) -> bool:
    """Whether it is the same source; of nobody, whether extraction names nobody either."""
    source = found.source
    if not one.names:
        return source is None or source.kind is SourceKind.UNNAMED
    return source is not None and same_source(source.name, _gold(one))


def _is_said_on(one: CorrectedClaim, found: Statement) -> bool:
    said, read = ((day.day, day.precision) if day else None for day in (one.claim.said_on, found.said_on))
    return said == read


def _is_found(one: CorrectedClaim, found: Sequence[Statement], text: CorrectedText) -> bool:
    """Whether a statement is found at the cue of what is none, or of its content."""
    if any(statement.cue.overlap(one.claim.cue.span) for statement in found):
        return True
    alone = GoldArticle("", text.text, (_gold(one),))
    shared = [pair.shared for pair in pairs(alone, [prediction_of(statement, text.text) for statement in found])]
    return any(share >= MATCH for share in shared)


def figures(counts: Mapping[Measure, Share]) -> dict[str, dict[str, int]]:
    """The counts for a program."""
    return {measure.value: {"right": share.right, "of": share.of} for measure, share in counts.items()}
