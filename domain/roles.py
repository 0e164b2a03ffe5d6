"""Who may do what: one table of every operation, the least role that may do it, and the scope that holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.errors import MissingKey, RoleTooLow, ScopeMissing


class Role(StrEnum):
    """What somebody may do; each role may do all that those before it may."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    VERIFIER = "verifier"
    EDITOR = "editor"
    ADMIN = "admin"


class Scope(StrEnum):
    """A field of work to which a key can be limited, whatever its role."""

    READ = "read"
    INGEST = "ingest"
    NOTES = "notes"
    CORRECTIONS = "corrections"
    IDENTITY = "identity"
    WITHDRAWAL = "withdrawal"
    KEYS = "keys"
    WEBHOOKS = "webhooks"


class Operation(StrEnum):
    """What needs a key; the rest of reading needs none."""

    READ_ARTICLE_TEXT = "article.text"
    READ_TEAM_NOTES = "team notes"
    READ_REVIEW_QUEUE = "reviewQueue"
    READ_AUDIT_EVENTS = "auditEvents"
    READ_KEYS = "apiKeys"
    INGEST_ARTICLE = "ingestArticle"
    ADD_NOTE = "addNote"
    AMEND_NOTE = "amendNote"
    RETRACT_NOTE = "retractNote"
    MOVE_NOTE = "moveNote"
    ASSIGN_NOTE = "assignNote"
    RECORD_CLAIMANT_ASKED = "recordClaimantAsked"
    CORRECT_CLAIM = "correctClaim"
    ADD_MISSED_STATEMENT = "addMissedStatement"
    WITHDRAW_CLAIM = "withdrawClaim"
    RESTORE_CLAIM = "restoreClaim"
    WITHDRAW_ARTICLE = "withdrawArticle"
    RESTORE_ARTICLE = "restoreArticle"
    RESOLVE_MENTION = "resolveMention"
    MERGE_SPEAKERS = "mergeSpeakers"
    UNMERGE_SPEAKERS = "unmergeSpeakers"
    SPLIT_ALIAS = "splitAlias"
    ADD_TENURE = "addTenure"
    UNDO_JUDGEMENT = "undoJudgement"
    MERGE_TOPICS = "mergeTopics"
    UNMERGE_TOPICS = "unmergeTopics"
    CREATE_KEY = "createKey"
    ROTATE_KEY = "rotateKey"
    REVOKE_KEY = "revokeKey"
    READ_WEBHOOKS = "webhooks"
    REGISTER_WEBHOOK = "registerWebhook"
    CHANGE_WEBHOOK = "changeWebhook"
    ROTATE_WEBHOOK_SECRET = "rotateWebhookSecret"  # noqa: S105 - a name
    DELETE_WEBHOOK = "deleteWebhook"
    REPLAY_WEBHOOK_DELIVERIES = "replayWebhookDeliveries"


@dataclass(frozen=True, slots=True)
class Permission:
    """The least role that may do an operation, and the scope that a limited key needs for it."""

    least: Role
    scope: Scope


PERMISSIONS: Mapping[Operation, Permission] = {
    Operation.READ_ARTICLE_TEXT: Permission(Role.READER, Scope.READ),
    Operation.READ_TEAM_NOTES: Permission(Role.CONTRIBUTOR, Scope.READ),
    Operation.READ_REVIEW_QUEUE: Permission(Role.CONTRIBUTOR, Scope.READ),
    Operation.READ_AUDIT_EVENTS: Permission(Role.EDITOR, Scope.READ),
    Operation.READ_KEYS: Permission(Role.ADMIN, Scope.KEYS),
    Operation.INGEST_ARTICLE: Permission(Role.CONTRIBUTOR, Scope.INGEST),
    Operation.ADD_NOTE: Permission(Role.CONTRIBUTOR, Scope.NOTES),
    Operation.AMEND_NOTE: Permission(Role.CONTRIBUTOR, Scope.NOTES),
    Operation.RETRACT_NOTE: Permission(Role.CONTRIBUTOR, Scope.NOTES),
    Operation.MOVE_NOTE: Permission(Role.CONTRIBUTOR, Scope.NOTES),
    Operation.ASSIGN_NOTE: Permission(Role.VERIFIER, Scope.NOTES),
    Operation.RECORD_CLAIMANT_ASKED: Permission(Role.CONTRIBUTOR, Scope.NOTES),
    Operation.CORRECT_CLAIM: Permission(Role.VERIFIER, Scope.CORRECTIONS),
    Operation.ADD_MISSED_STATEMENT: Permission(Role.VERIFIER, Scope.CORRECTIONS),
    Operation.WITHDRAW_CLAIM: Permission(Role.EDITOR, Scope.WITHDRAWAL),
    Operation.RESTORE_CLAIM: Permission(Role.EDITOR, Scope.WITHDRAWAL),
    Operation.WITHDRAW_ARTICLE: Permission(Role.EDITOR, Scope.WITHDRAWAL),
    Operation.RESTORE_ARTICLE: Permission(Role.EDITOR, Scope.WITHDRAWAL),
    Operation.RESOLVE_MENTION: Permission(Role.VERIFIER, Scope.IDENTITY),
    Operation.MERGE_SPEAKERS: Permission(Role.EDITOR, Scope.IDENTITY),
    Operation.UNMERGE_SPEAKERS: Permission(Role.EDITOR, Scope.IDENTITY),
    Operation.SPLIT_ALIAS: Permission(Role.EDITOR, Scope.IDENTITY),
    Operation.ADD_TENURE: Permission(Role.EDITOR, Scope.IDENTITY),
    Operation.UNDO_JUDGEMENT: Permission(Role.EDITOR, Scope.IDENTITY),
    Operation.MERGE_TOPICS: Permission(Role.EDITOR, Scope.IDENTITY),
    Operation.UNMERGE_TOPICS: Permission(Role.EDITOR, Scope.IDENTITY),
    Operation.CREATE_KEY: Permission(Role.ADMIN, Scope.KEYS),
    Operation.ROTATE_KEY: Permission(Role.ADMIN, Scope.KEYS),
    Operation.REVOKE_KEY: Permission(Role.ADMIN, Scope.KEYS),
    Operation.READ_WEBHOOKS: Permission(Role.EDITOR, Scope.WEBHOOKS),
    Operation.REGISTER_WEBHOOK: Permission(Role.EDITOR, Scope.WEBHOOKS),
    Operation.CHANGE_WEBHOOK: Permission(Role.EDITOR, Scope.WEBHOOKS),
    Operation.ROTATE_WEBHOOK_SECRET: Permission(Role.EDITOR, Scope.WEBHOOKS),
    Operation.DELETE_WEBHOOK: Permission(Role.EDITOR, Scope.WEBHOOKS),
    Operation.REPLAY_WEBHOOK_DELIVERIES: Permission(Role.EDITOR, Scope.WEBHOOKS),
}

_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody known who asks: `id` stays the same for one key or one person of an issuer, None at a terminal.

    `name` is shown beside what they do, then and for ever. `scopes` None limits nothing. `issuer` is who vouches for
    them, None for a key and at a terminal.
    """

    name: str
    id: UUID | None
    role: Role
    scopes: frozenset[Scope] | None = None
    issuer: str | None = None


def at_terminal(name: str) -> Actor:
    """Whoever sits at a terminal of the service's own machine: they may do everything there anyway."""
    return Actor(name, None, Role.ADMIN)


def at_least(role: Role, least: Role) -> bool:
    """Whether a role may do all that `least` may."""
    return _RANK[role] >= _RANK[least]


def may(actor: Actor | None, operation: Operation) -> bool:
    """Whether somebody, or None: somebody without a key, may do an operation."""
    permission = PERMISSIONS[operation]
    if actor is None or not at_least(actor.role, permission.least):
        return False
    return actor.scopes is None or permission.scope in actor.scopes


def check_viewer(viewer: Actor | None, operation: Operation) -> None:
    """Raise NotAllowed unless somebody, or None: somebody without a key, may do `operation`."""
    if viewer is None:
        raise MissingKey
    check_allowed(viewer, operation)


def check_allowed(actor: Actor, operation: Operation) -> None:
    """Raise RoleTooLow or ScopeMissing unless `actor` may do `operation`."""
    permission = PERMISSIONS[operation]
    if not at_least(actor.role, permission.least):
        raise RoleTooLow(actor.role, permission.least)
    if actor.scopes is not None and permission.scope not in actor.scopes:
        raise ScopeMissing(permission.scope)
