"""Each role may do all that those before it may."""

import pytest

from domain.errors import RoleTooLow
from domain.roles import LEAST_ROLE, Operation, Role, check_allowed

_CONTRIBUTES = {Operation.INGEST_ARTICLE}
_VERIFIES = _CONTRIBUTES | {Operation.ADD_NOTE, Operation.RESOLVE_MENTION}
_EDITS = _VERIFIES | {
    Operation.MERGE_SPEAKERS,
    Operation.UNMERGE_SPEAKERS,
    Operation.SPLIT_ALIAS,
    Operation.ADD_TENURE,
    Operation.UNDO_JUDGEMENT,
}
MAY = {
    Role.READER: set(),
    Role.CONTRIBUTOR: _CONTRIBUTES,
    Role.VERIFIER: _VERIFIES,
    Role.EDITOR: _EDITS,
    Role.ADMIN: set(Operation),
}


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_it_includes_and_nothing_else(role: Role, operation: Operation) -> None:
    """Every role is walked over every operation."""
    if operation in MAY[role]:
        check_allowed(role, operation)
        return
    with pytest.raises(RoleTooLow) as refused:
        check_allowed(role, operation)
    assert (refused.value.role, refused.value.needed) == (role, LEAST_ROLE[operation])


def test_every_operation_needs_a_role() -> None:
    """A new operation says who may do it."""
    assert set(LEAST_ROLE) == set(Operation)
