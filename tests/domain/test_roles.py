"""The permission matrix, said a second time by hand and walked whole: every operation with every role and without."""

from uuid import uuid4

import pytest

from domain.errors import MissingKey, RoleTooLow, ScopeMissing
from domain.roles import PERMISSIONS, Actor, Operation, Role, Scope, check_viewer, may

READS = {"article.text"}
CONTRIBUTES = READS | {
    "team notes",
    "reviewQueue",
    "ingestArticle",
    "addNote",
    "amendNote",
    "retractNote",
    "moveNote",
    "recordClaimantAsked",
}
VERIFIES = CONTRIBUTES | {"assignNote", "correctClaim", "addMissedStatement", "resolveMention"}
EDITS = VERIFIES | {
    "auditEvents",
    "withdrawClaim",
    "restoreClaim",
    "withdrawArticle",
    "restoreArticle",
    "mergeSpeakers",
    "unmergeSpeakers",
    "splitAlias",
    "addTenure",
    "undoJudgement",
    "mergeTopics",
    "unmergeTopics",
    "webhooks",
    "registerWebhook",
    "changeWebhook",
    "rotateWebhookSecret",
    "deleteWebhook",
    "replayWebhookDeliveries",
}
ADMINISTERS = EDITS | {"apiKeys", "createKey", "rotateKey", "revokeKey"}
MAY = {
    Role.READER: READS,
    Role.CONTRIBUTOR: CONTRIBUTES,
    Role.VERIFIER: VERIFIES,
    Role.EDITOR: EDITS,
    Role.ADMIN: ADMINISTERS,
}


def actor(role: Role, *scopes: Scope) -> Actor:
    """Somebody of a role, limited to these scopes where there are some."""
    return Actor("سارا", uuid4(), role, frozenset(scopes) or None)


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_it_includes_and_nothing_else(role: Role, operation: Operation) -> None:
    """Every role is walked over every operation."""
    allowed = operation in MAY[role]
    assert may(actor(role), operation) is allowed
    if allowed:
        check_viewer(actor(role), operation)
        return
    with pytest.raises(RoleTooLow) as refused:
        check_viewer(actor(role), operation)
    assert (refused.value.role, refused.value.needed) == (role, PERMISSIONS[operation].least)


@pytest.mark.parametrize("operation", Operation)
def test_nobody_without_a_key_may_do_what_needs_one(operation: Operation) -> None:
    """Every operation."""
    assert not may(None, operation)
    with pytest.raises(MissingKey):
        check_viewer(None, operation)


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize("scope", Scope)
def test_a_limited_key_may_do_what_its_scope_holds(scope: Scope, operation: Operation) -> None:
    """Whatever its role: even an admin's."""
    allowed = PERMISSIONS[operation].scope is scope
    assert may(actor(Role.ADMIN, scope), operation) is allowed
    if not allowed:
        with pytest.raises(ScopeMissing):
            check_viewer(actor(Role.ADMIN, scope), operation)


def test_every_operation_is_in_the_table_and_in_the_matrix() -> None:
    """A new operation says who may do it, twice."""
    assert set(PERMISSIONS) == set(Operation)
    assert {operation.value for operation in Operation} == ADMINISTERS
