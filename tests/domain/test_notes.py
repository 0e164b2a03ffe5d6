"""The workflow, said a second time by hand and walked whole: every pair of stages, every role, author and other."""

from itertools import product

import pytest

from domain.notes import MOVES, Stage, Turn, may_amend, may_retract, turn_of
from domain.roles import Role

D, S, R, P = Stage.DRAFT, Stage.SUBMITTED, Stage.REVIEWED, Stage.PUBLISHED
OF_AUTHOR = {
    Role.READER: set(),
    Role.CONTRIBUTOR: {(D, S), (S, D)},
    Role.VERIFIER: {(D, S), (S, D)},
    Role.EDITOR: {(D, S), (S, D), (R, P)},
    Role.ADMIN: {(D, S), (S, D), (R, P)},
}
OF_OTHERS = {
    Role.READER: set(),
    Role.CONTRIBUTOR: set(),
    Role.VERIFIER: {(S, D), (S, R), (R, D)},
    Role.EDITOR: {(D, S), (S, D), (S, R), (R, D), (R, P)},
    Role.ADMIN: {(D, S), (S, D), (S, R), (R, D), (R, P)},
}


@pytest.mark.parametrize(("before", "after"), list(product(Stage, Stage)))
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_author", [True, False])
def test_a_note_moves_as_the_table_says_and_no_other_way(
    before: Stage, after: Stage, role: Role, *, is_author: bool
) -> None:
    """Every pair of stages, with every role, as its author and as somebody else."""
    may = (OF_AUTHOR if is_author else OF_OTHERS)[role]
    assert (turn_of((before, after), role, is_author=is_author) is not None) is ((before, after) in may)


@pytest.mark.parametrize("role", Role)
def test_no_author_reviews_their_own_note(role: Role) -> None:
    """Four eyes see it, whatever the role."""
    assert turn_of((S, R), role, is_author=True) is None


def test_nothing_leads_out_of_published() -> None:
    """A published note is amended or retracted in sight of everybody."""
    assert not [move for move in MOVES if move[0] is P]


@pytest.mark.parametrize(
    ("move", "role", "is_author", "with_reason"),
    [((S, D), Role.VERIFIER, False, True), ((S, D), Role.EDITOR, True, False), ((R, D), Role.EDITOR, False, True)],
)
def test_who_sends_a_note_back_says_why(
    move: tuple[Stage, Stage], role: Role, *, is_author: bool, with_reason: bool
) -> None:
    """Its author may take it back without."""
    turn = turn_of(move, role, is_author=is_author)
    assert isinstance(turn, Turn)
    assert turn.with_reason is with_reason


@pytest.mark.parametrize(("role", "is_author"), list(product(Role, [True, False])))
def test_a_note_is_amended_by_its_author_or_an_editor(role: Role, *, is_author: bool) -> None:
    """Every role."""
    assert may_amend(role, is_author=is_author) is (is_author or role in {Role.EDITOR, Role.ADMIN})


@pytest.mark.parametrize(("role", "stage", "is_author"), list(product(Role, Stage, [True, False])))
def test_a_published_note_is_retracted_by_a_verifier_who_wrote_it_or_an_editor(
    role: Role, stage: Stage, *, is_author: bool
) -> None:
    """What is on its way, by its author too."""
    expected = role in {Role.EDITOR, Role.ADMIN} or (is_author and (stage is not P or role is Role.VERIFIER))
    assert may_retract(role, stage, is_author=is_author) is expected
