"""Who may do what: roles from least to most, and the least role that each operation needs."""

from enum import StrEnum

from domain.errors import RoleTooLow


class Role(StrEnum):
    """What a key may do; each role may do all that those before it may."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    VERIFIER = "verifier"
    EDITOR = "editor"
    ADMIN = "admin"


class Operation(StrEnum):
    """What needs a key; reading needs none."""

    INGEST_ARTICLE = "ingestArticle"
    ADD_NOTE = "addNote"
    RESOLVE_MENTION = "resolveMention"
    MERGE_SPEAKERS = "mergeSpeakers"
    UNMERGE_SPEAKERS = "unmergeSpeakers"
    SPLIT_ALIAS = "splitAlias"
    ADD_TENURE = "addTenure"
    UNDO_JUDGEMENT = "undoJudgement"


LEAST_ROLE = {
    Operation.INGEST_ARTICLE: Role.CONTRIBUTOR,
    Operation.ADD_NOTE: Role.VERIFIER,
    Operation.RESOLVE_MENTION: Role.VERIFIER,
    Operation.MERGE_SPEAKERS: Role.EDITOR,
    Operation.UNMERGE_SPEAKERS: Role.EDITOR,
    Operation.SPLIT_ALIAS: Role.EDITOR,
    Operation.ADD_TENURE: Role.EDITOR,
    Operation.UNDO_JUDGEMENT: Role.EDITOR,
}

_RANK = {role: rank for rank, role in enumerate(Role)}


def check_allowed(role: Role, operation: Operation) -> None:
    """Raise RoleTooLow unless `role` may do `operation`."""
    needed = LEAST_ROLE[operation]
    if _RANK[role] < _RANK[needed]:
        raise RoleTooLow(role, needed)
