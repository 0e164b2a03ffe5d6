"""Notes of fact-checkers: what can be said in them, and the workflow by which they come to be published.

The workflow is one table, `MOVES`: who may bring a note from one stage to another. Nothing else says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.roles import Role, at_least


class Stage(StrEnum):
    """How far a version of a note has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    PUBLISHED = "published"


class Visibility(StrEnum):
    """Who reads a note once it is published; before, the team alone does."""

    PUBLIC = "public"
    TEAM = "team"


class Stance(StrEnum):
    """What evidence does to the claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


class Attribution(StrEnum):
    """What was found of who said it, apart from whether it is true."""

    CONFIRMED = "confirmed"
    MISATTRIBUTED = "misattributed"
    """It was said, but by somebody else."""
    FABRICATED = "fabricated"
    """Nobody said it."""


class NoteOrigin(StrEnum):
    """How a note came here."""

    WRITTEN = "written"
    IMPORTED = "imported"


class Party(StrEnum):
    """Whose turn a move is."""

    AUTHOR = "author"
    OTHER = "other"
    """Anybody but the author: four eyes see a note before it is published."""
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class Turn:
    """Who may make a move: a party, of this role at least; `with_reason` where they have to say why."""

    party: Party
    least: Role
    with_reason: bool = False


MOVES: dict[tuple[Stage, Stage], tuple[Turn, ...]] = {
    (Stage.DRAFT, Stage.SUBMITTED): (Turn(Party.AUTHOR, Role.CONTRIBUTOR), Turn(Party.ANYBODY, Role.EDITOR)),
    (Stage.SUBMITTED, Stage.DRAFT): (
        Turn(Party.AUTHOR, Role.CONTRIBUTOR),
        Turn(Party.OTHER, Role.VERIFIER, with_reason=True),
    ),
    (Stage.SUBMITTED, Stage.REVIEWED): (Turn(Party.OTHER, Role.VERIFIER),),
    (Stage.REVIEWED, Stage.DRAFT): (Turn(Party.OTHER, Role.VERIFIER, with_reason=True),),
    (Stage.REVIEWED, Stage.PUBLISHED): (Turn(Party.ANYBODY, Role.EDITOR),),
}
"""Every move there is; a published note is amended or retracted, never moved."""


def turn_of(move: tuple[Stage, Stage], role: Role, *, is_author: bool) -> Turn | None:
    """The turn by which somebody may make a move, the one that asks least of them; None where they may not."""
    party = Party.AUTHOR if is_author else Party.OTHER
    open_to = [
        turn for turn in MOVES.get(move, ()) if turn.party in {party, Party.ANYBODY} and at_least(role, turn.least)
    ]
    return min(open_to, key=lambda turn: turn.with_reason, default=None)


def may_amend(role: Role, *, is_author: bool) -> bool:
    """Whether somebody may write a new version of a note."""
    return is_author or at_least(role, Role.EDITOR)


def may_retract(role: Role, stage: Stage, *, is_author: bool) -> bool:
    """Whether somebody may retract a note; one that is published concerns more than its author."""
    if at_least(role, Role.EDITOR):
        return True
    return is_author and (stage is not Stage.PUBLISHED or at_least(role, Role.VERIFIER))
