"""The tables, one file each; importing this package registers them all."""

from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

from db.tables.api_key import ApiKeyRow  # noqa: E402 - the tables are made under the convention above
from db.tables.arrival import ArrivalRow  # noqa: E402
from db.tables.article import ArticleRow, RevisionRow  # noqa: E402
from db.tables.audit_event import AuditEventRow  # noqa: E402
from db.tables.claim import ClaimRow  # noqa: E402
from db.tables.correction import CorrectionRow  # noqa: E402
from db.tables.done_once import DoneOnceRow  # noqa: E402
from db.tables.judgement import JudgementRow  # noqa: E402
from db.tables.mention import MentionCandidateRow, MentionRow  # noqa: E402
from db.tables.name_start import NameStartRow  # noqa: E402
from db.tables.note import EvidenceRow, NoteRow  # noqa: E402
from db.tables.office import OfficeAliasRow, OfficeRow, TenureRow  # noqa: E402
from db.tables.outlet import OutletRow  # noqa: E402
from db.tables.past import CLAIM_PAST, PASTS  # noqa: E402
from db.tables.provenance import ProvenanceRow  # noqa: E402
from db.tables.speaker import AliasRow, SpeakerRow  # noqa: E402
from db.tables.spending import SpendingRow  # noqa: E402
from db.tables.topic import ArticleTopicRow, TopicRow  # noqa: E402
from db.tables.verdict import VerdictRow  # noqa: E402
from db.tables.webhook import LeaseRow, WebhookDeliveryRow, WebhookRow  # noqa: E402
from db.tables.withheld import WithheldRow  # noqa: E402

METADATA = SQLModel.metadata

__all__ = [
    "CLAIM_PAST",
    "METADATA",
    "PASTS",
    "AliasRow",
    "ApiKeyRow",
    "ArrivalRow",
    "ArticleRow",
    "ArticleTopicRow",
    "AuditEventRow",
    "ClaimRow",
    "CorrectionRow",
    "DoneOnceRow",
    "EvidenceRow",
    "JudgementRow",
    "LeaseRow",
    "MentionCandidateRow",
    "MentionRow",
    "NameStartRow",
    "NoteRow",
    "OfficeAliasRow",
    "OfficeRow",
    "OutletRow",
    "ProvenanceRow",
    "RevisionRow",
    "SpeakerRow",
    "SpendingRow",
    "TenureRow",
    "TopicRow",
    "VerdictRow",
    "WebhookDeliveryRow",
    "WebhookRow",
    "WithheldRow",
]
