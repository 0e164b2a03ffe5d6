"""What people do with claims, and what it must do to them: correct, add, withdraw and restore them."""

from datetime import date
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.correction import CorrectedField
from domain.dates import Precision
from domain.statement import Kind
from domain.terms import PartialDay
from domain.withdrawal import Withdrawal
from ingest.corrected_values import Said
from ingest.correcting import correct_claim
from ingest.missed import Missed, add_missed_statement
from ingest.withdrawal import restore_claim, withdraw_claim
from tests.ingest.invariants.model import Article, Claim
from tests.ingest.invariants.newsroom import EDITOR, Newsroom
from tests.ingest.invariants.noting import WHY
from tests.ingest.invariants.printed import SPEAKERS

DAYS = [date(2024, 4, 28), date(2024, 4, 29), date(2024, 4, 30)]
SELDOM = st.sampled_from([False, False, False, True])
type Values = dict[CorrectedField, object]
SAID = st.fixed_dictionaries(
    {},
    optional={
        CorrectedField.CONTENT: st.integers(0, 2),
        CorrectedField.SPEAKER: st.sampled_from([*SPEAKERS, None]),
        CorrectedField.SAID_ON: st.sampled_from([*DAYS, None]),
        CorrectedField.KIND: st.sampled_from([Kind.DIRECT, Kind.INDIRECT]),
        CorrectedField.IS_STATEMENT: st.booleans(),
    },
)
"""What somebody says of a claim: a place of content among the line's parts, and the rest as it is to be."""


class Claiming(Newsroom):
    """People correct claims, add those that were missed, and withdraw and restore them."""

    @rule(data=st.data(), told=SAID, stale=SELDOM)
    def correct(self, data: st.DataObject, told: Values, *, stale: bool) -> None:
        """Somebody corrects a claim, perhaps one that has changed since they read it."""
        claim = self.some_claim(data)
        values = dict(told)
        if isinstance(place := values.get(CorrectedField.CONTENT), int):
            values[CorrectedField.CONTENT] = claim.line.parts[place]
        changed = {field for field, value in values.items() if self._means(value) != self._tells(claim, field)}
        said, version = _said(claim, values), claim.version - stale
        refused = claim.is_withheld or stale or not changed
        done = self.is_done(EDITOR, lambda acting: correct_claim(acting, claim.id, said, version=version, reason=WHY))
        assert done is not refused
        if done:
            for field in changed:
                _put(claim, field, values[field])
            claim.corrected |= changed
            claim.version += 1
            self.model.corrections += len(changed)

    def _means(self, value: object) -> object:
        """What somebody means; whoever was merged is the one whom everybody sees."""
        return self.model.canonical(value) if isinstance(value, UUID) else value

    def _tells(self, claim: Claim, field: CorrectedField) -> object:
        """What a claim tells."""
        match field:
            case CorrectedField.CONTENT:
                return claim.content
            case CorrectedField.SPEAKER:
                return self.model.canonical(claim.resolved)
            case CorrectedField.SAID_ON:
                return claim.said_on
            case CorrectedField.KIND:
                return claim.kind
        return {None: True, Withdrawal.CORRECTION: False}.get(claim.by)

    @rule(data=st.data(), speaker=st.sampled_from([*SPEAKERS, None]))
    def add_missed(self, data: st.DataObject, speaker: UUID | None) -> None:
        """Somebody adds a statement of which extraction finds nothing."""
        article: Article = data.draw(st.sampled_from(self.model.articles))
        here = [one for one in article.printed.lines if one.is_missed and article.text in one.texts]
        line = data.draw(st.sampled_from(here))
        missed = Missed(
            article.printed.id,
            article.printed.span(line, line.words, article.text),
            article.printed.cue(line, article.text),
            line.kind,
            speaker=speaker,
        )
        known = self.model.of(article, line)
        refused = article.withdrawn or any(one.by in {None, Withdrawal.EDITOR} for one in known)
        identity = self.act(EDITOR, lambda acting: add_missed_statement(acting, missed, reason=WHY))
        assert (identity is None) is refused
        if identity is not None:
            claim = Claim(identity, article, line, article.text, speaker, line.words, line.kind)
            claim.corrected = {CorrectedField.MISSED}
            self.model.claims.append(claim)
            self.latest = claim
            self.model.corrections += 1

    @rule(data=st.data(), erase=SELDOM)
    def withdraw(self, data: st.DataObject, *, erase: bool) -> None:
        """An editor withdraws a claim, or erases one."""
        claim = self.some_claim(data)
        refused = claim.is_withheld and not (erase and claim.kept)
        done = self.is_done(EDITOR, lambda acting: withdraw_claim(acting, claim.id, reason=WHY, erase=erase))
        assert done is not refused
        if done and claim.is_withheld:
            claim.kept = False
        elif done:
            claim.withhold(erase=erase)

    @precondition(lambda self: any(one.is_withheld for one in self.model.claims))
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """An editor restores a claim."""
        claim = self.some_claim(data)
        refused = not claim.is_withheld or not claim.kept or claim.article.withdrawn
        done = self.is_done(EDITOR, lambda acting: restore_claim(acting, claim.id, reason=WHY))
        assert done is not refused
        if done:
            claim.restore()


def _said(claim: Claim, values: Values) -> Said:
    """What somebody says, as a correction tells it."""
    given = {field.value: value for field, value in values.items()}
    words, day, speaker = given.get("content"), given.get("said_on"), given.get("speaker")
    kind, is_statement = given.get("kind"), given.get("is_statement")
    assert isinstance(kind, Kind | None)
    assert isinstance(is_statement, bool | None)
    return Said(
        content=claim.article.printed.span(claim.line, words, claim.text) if isinstance(words, str) else None,
        speaker=speaker if isinstance(speaker, UUID) else None,
        nobody="speaker" in given and speaker is None,
        said_on=PartialDay(day, Precision.DAY) if isinstance(day, date) else None,
        said_on_unknown="said_on" in given and day is None,
        kind=kind,
        is_statement=is_statement,
    )


def _put(claim: Claim, field: CorrectedField, value: object) -> None:
    """Let a claim be as somebody says."""
    match field:
        case CorrectedField.IS_STATEMENT:
            claim.by = None if value else Withdrawal.CORRECTION
        case CorrectedField.SPEAKER:
            claim.resolved = value if isinstance(value, UUID) else None
        case _:
            setattr(claim, field.value, value)
