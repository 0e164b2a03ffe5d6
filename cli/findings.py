"""What `gozareh doctor` says of settings, keys and a database's facts; each check decides by what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from config import Settings
    from db.diagnosing import DatabaseFacts
    from db.tables import ApiKeyRow

LEAST_FREE_BYTES = 100_000_000
"""Below it SQLite soon cannot write: its log of a large ingest takes as much."""
FEW_FREE_BYTES = 2_000_000_000
OLDEST_POSTGRES = 14
"""The last major version before those that its makers mend; the newest that they no longer do in late 2026."""
LARGEST_SKEW = timedelta(seconds=5)
"""Two clocks that are set by the network differ by less; a token of an issuer is given 30 seconds."""
SOON = timedelta(days=14)
MOST_SQLITE_WORKERS = 4
"""Of one file: they read side by side and write one after another."""
_NETWORKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "9p", "gfs2"})
"""Types of file systems that several machines share, beside those that begin with `fuse.`."""
_BROAD = {4: 16, 6: 48}
"""Prefixes of networks, by the version of IP; a larger network holds more than proxies."""


class State(StrEnum):
    """How it stands with one thing."""

    OK = "ok"
    WARNING = "warning"
    """It works, and may not be meant so, or not for long."""
    PROBLEM = "problem"
    """It does not work, or not safely."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `told` says how it is and, if it is not well, what to do."""

    check: str
    state: State
    told: str


def ok(check: str, told: str) -> Finding:
    """It is well."""
    return Finding(check, State.OK, told)


def warning(check: str, told: str) -> Finding:
    """Somebody should look at it."""
    return Finding(check, State.WARNING, told)


def problem(check: str, told: str) -> Finding:
    """Somebody has to mend it."""
    return Finding(check, State.PROBLEM, told)


def findings_of_settings(settings: Settings) -> Sequence[Finding]:
    """What the settings open and limit."""
    return [
        _article_text(settings),
        _origins(settings),
        _public_url(settings),
        _introspection(settings),
        _limits(settings),
        _proxies(settings),
        _metrics(settings),
        _private_addresses(settings),
    ]


def findings_of_database(facts: DatabaseFacts, *, now: datetime, workers: int) -> Sequence[Finding]:
    """Whether the database suits; `now` is this machine's clock."""
    shared = [_encoding(facts), _clock(facts, now)]
    if facts.is_sqlite:
        return [*shared, _journal(facts), _file_system(facts), _disk(facts), _workers(workers)]
    return [*shared, _postgres(facts), _connections(facts, workers)]


def findings_of_keys(keys: Sequence[ApiKeyRow], *, now: datetime, has_issuer: bool) -> Sequence[Finding]:
    """Whether somebody can make keys, and whose will stop soon."""
    working = [key for key in keys if key.revoked_at is None and (key.expires_at is None or key.expires_at > now)]
    if any(key.role == "admin" for key in working):
        admin = ok("admin key", "there is a key of an admin")
    elif has_issuer:
        admin = ok("admin key", "there is none; who is an admin is told by the issuer's tokens, and by the terminal")
    else:
        told = "there is none, so keys are made at this terminal alone; if that is not meant: gozareh keys create"
        admin = warning("admin key", told)
    soon = [key for key in working if key.expires_at is not None and key.expires_at - now < SOON]
    if not soon:
        return [admin, ok("keys that expire", f"none of {len(working)} within {SOON.days} days")]
    names = ", ".join(f"{key.name} on {key.expires_at:%Y-%m-%d}" for key in soon)
    return [admin, warning("keys that expire", f"{names}; make others before: gozareh keys create")]


def finding_of_webhooks(disabled: Sequence[tuple[str, datetime | None]]) -> Finding:
    """Whether some tell nothing: their names, and since when."""
    if not disabled:
        return ok("webhooks", "none is disabled")
    names = ", ".join(name if at is None else f"{name} since {at:%Y-%m-%d}" for name, at in disabled)
    told = f"{names}: disabled, `webhooks` tells why; mend the receiver and enable it by changeWebhook, or delete it"
    return warning("webhooks", told)


def _article_text(settings: Settings) -> Finding:
    if settings.article_text_open:
        told = "everybody may read articles' full texts; if you may not print them, unset GOZAREH_ARTICLE_TEXT_OPEN"
        return warning("article texts", told)
    return ok("article texts", "full texts need a key with the role reader")


def _origins(settings: Settings) -> Finding:
    if "*" in settings.allowed_origins:
        told = "pages of all sites may ask; name those that should in GOZAREH_CORS_ORIGINS"
        return warning("other sites' pages", told)
    return ok("other sites' pages", ", ".join(sorted(settings.allowed_origins)) or "none may ask")


def _public_url(settings: Settings) -> Finding:
    """Whether readers elsewhere can follow the addresses that are told; one of this machine leads nobody to it."""
    if urlsplit(settings.public_url).hostname in {"localhost", "127.0.0.1", "::1"}:
        told = f"feeds, exports and embeds lead to {settings.public_url}; set GOZAREH_PUBLIC_URL to what readers open"
        return warning("public address", told)
    return ok("public address", settings.public_url)


def _introspection(settings: Settings) -> Finding:
    if settings.introspection and settings.trusted_documents is not None:
        told = "clients may not ask for the schema by documents of their own, yet errors suggest its names; set"
        return warning("introspection", f"{told} GOZAREH_INTROSPECTION=false")
    return ok("introspection", "clients may ask for the schema" if settings.introspection else "it is off")


def _limits(settings: Settings) -> Finding:
    open_ones = [
        f"GOZAREH_{name.upper()}"
        for name in ("address_points_a_minute", "key_points_a_minute")
        if not getattr(settings, name)
    ]
    if open_ones:
        told = f"{' and '.join(open_ones)} is 0, which lets anybody ask without end; set a limit"
        return warning("limits of a minute", told)
    return ok(
        "limits of a minute",
        f"{settings.address_points_a_minute:,} points an address, {settings.key_points_a_minute:,} a key",
    )


def _proxies(settings: Settings) -> Finding:
    from ipaddress import ip_network

    networks = [ip_network(one) for one in settings.proxies]
    broad = [str(one) for one in networks if one.prefixlen < _BROAD[one.version]]
    if broad:
        told = f"{', '.join(broad)} is believed whole, and whoever is in it can forge addresses; name the proxies alone"
        return warning("proxies", told)
    if networks:
        return ok("proxies", f"{', '.join(map(str, networks))} may tell where requests come from")
    return ok("proxies", "none is believed; behind one, set GOZAREH_TRUSTED_PROXIES, or all readers share one limit")


def _metrics(settings: Settings) -> Finding:
    if settings.metrics_token is None:
        return warning("metrics", "there is no /metrics, so nobody can watch; set GOZAREH_METRICS_TOKEN")
    return ok("metrics", "/metrics answers whoever has the token")


def _private_addresses(settings: Settings) -> Finding:
    if settings.webhook_private_addresses:
        told = "an editor's webhook may reach this machine and its network; if no receiver of yours is there, unset"
        return warning("webhooks' addresses", f"{told} GOZAREH_WEBHOOK_PRIVATE_ADDRESSES")
    return ok("webhooks' addresses", "webhooks are sent to public ones alone")


def _encoding(facts: DatabaseFacts) -> Finding:
    if facts.encoding.replace("-", "").upper() != "UTF8":
        told = f"it is {facts.encoding}, which cannot hold every text; make the database anew with ENCODING 'UTF8'"
        return problem("encoding", told)
    return ok("encoding", facts.encoding)


def _clock(facts: DatabaseFacts, now: datetime) -> Finding:
    if facts.newest_event_at is not None and facts.newest_event_at - now > LARGEST_SKEW:
        ahead = (facts.newest_event_at - now).total_seconds()
        told = f"the newest event is {ahead:,.0f} s in the future by this clock; set this machine's clock"
        return problem("clock", told)
    skew = abs(facts.clock - now)
    if skew > LARGEST_SKEW:
        told = f"the database's differs by {skew.total_seconds():,.0f} s from this machine's; set both by the network"
        return warning("clock", told)
    return ok("clock", "this machine and the database agree")


def _postgres(facts: DatabaseFacts) -> Finding:
    major, minor = facts.version
    if major < OLDEST_POSTGRES:
        return problem("PostgreSQL", f"it is {major}.{minor}; move to one that its makers still mend")
    if major == OLDEST_POSTGRES:
        return warning("PostgreSQL", f"it is {major}.{minor}, which its makers no longer mend; plan to move on")
    return ok("PostgreSQL", f"{major}.{minor}; its timezone is {facts.timezone}, instants are kept and told in UTC")


def _connections(facts: DatabaseFacts, workers: int) -> Finding:
    from db.diagnosing import CONNECTIONS_A_WORKER

    held, given = workers * CONNECTIONS_A_WORKER, facts.connections or 0
    told = f"{workers} of serve may hold {held}, and PostgreSQL gives {given} to all"
    if held > given:
        return warning("connections", f"{told}; raise its max_connections by {held - given}, or start fewer workers")
    return ok("connections", told)


def _journal(facts: DatabaseFacts) -> Finding:
    if facts.journal_mode != "wal":
        told = f"it is {facts.journal_mode}, so that nobody reads while somebody writes; put the file on a local disk"
        return problem("SQLite's journal", f"{told} where this user may write its folder")
    return ok("SQLite's journal", "wal")


def _file_system(facts: DatabaseFacts) -> Finding:
    kind = facts.file_system
    if kind is None:
        return ok("file system", "nobody here knows which; it has to be a local disk")
    if kind in _NETWORKS or kind.startswith("fuse."):
        told = f"SQLite's file is on {kind}, whose locks may fail; move it to a local disk, or use PostgreSQL"
        return problem("file system", told)
    return ok("file system", kind)


def _disk(facts: DatabaseFacts) -> Finding:
    if facts.free_bytes is None:
        return ok("disk", "the database is in no file")
    free = f"{facts.free_bytes / 1_000_000_000:,.1f} GB are free"
    if facts.free_bytes < LEAST_FREE_BYTES:
        return problem("disk", f"{free}; nothing can be stored soon: make room")
    if facts.free_bytes < FEW_FREE_BYTES:
        return warning("disk", f"{free}; make room before the next large ingest")
    return ok("disk", free)


def _workers(workers: int) -> Finding:
    if workers > MOST_SQLITE_WORKERS:
        told = f"{workers} share one SQLite file, and wait for one another to write; use PostgreSQL, or fewer"
        return warning("workers", told)
    return ok("workers", f"{workers} of one SQLite file")
