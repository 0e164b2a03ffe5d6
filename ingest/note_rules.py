"""What a note may say: the rules of its words, its verdict and its evidence, whoever writes it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from db.notes import Evidence, Subject
from domain.errors import BadDecision
from domain.links import is_web_link
from domain.notes import Attribution, Visibility
from domain.text import is_storable
from ingest.acting import check_words

MOST_EVIDENCE = 20
LONGEST_BODY = 10_000
"""Code points: some five pages, more than any fact-check that was counted."""
LONGEST_TITLE = 500
LONGEST_EXCERPT = 2_000
EARLIEST_GIVEN = date(1900, 1, 1)
"""No link was looked at, and nobody asked, before."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag's usual form. Source: RFC 5646, section 2.1."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a version of a note says; `verdict` is a key of a scale, `changes_verdict` why it is another than before."""

    body: str
    language: str = "fa"
    visibility: Visibility = Visibility.PUBLIC
    verdict: str | None = None
    attribution: Attribution | None = None
    changes_verdict: str | None = None
    evidence: Sequence[Evidence] = ()


def check_said(said: Said, subject: Subject, *, known_verdicts: Collection[str], today: date) -> None:
    """Raise BadDecision, naming the field, for what no note may say."""
    if not any(one.isprintable() and not one.isspace() for one in said.body):
        raise BadDecision("body", "is empty; say what was found")
    if len(said.body) > LONGEST_BODY:
        raise BadDecision("body", f"is longer than {LONGEST_BODY:,} characters; shorten it")
    if not is_storable(said.body):
        raise BadDecision("body", "holds characters that are no text; remove them")
    if not _LANGUAGE.fullmatch(said.language):
        raise BadDecision("language", "is no language tag; give one such as fa or en")
    if said.changes_verdict is not None:
        check_words(said.changes_verdict, "changesVerdict", most=LONGEST_BODY)
    _check_judgement(said, subject, known_verdicts)
    if len(said.evidence) > MOST_EVIDENCE:
        raise BadDecision("evidence", f"has more than {MOST_EVIDENCE} links; keep the best")
    for place, one in enumerate(said.evidence):
        _check_evidence(one, f"evidence.{place}", today)


def _check_judgement(said: Said, subject: Subject, known_verdicts: Collection[str]) -> None:
    if said.verdict is None and said.attribution is None:
        return
    field = "verdict" if said.verdict is not None else "attribution"
    if subject.kind != "claim":
        raise BadDecision(field, f"is for claims; a note on a {subject.kind} gives none")
    if said.verdict is not None and said.verdict not in known_verdicts:
        raise BadDecision("verdict", f"names no verdict of the scales: {', '.join(known_verdicts)}")
    if said.visibility is Visibility.PUBLIC and not said.evidence:
        raise BadDecision("evidence", f"is empty, but a public {field} needs it; give at least one link")


def _check_evidence(one: Evidence, field: str, today: date) -> None:
    if not is_web_link(one.url):
        raise BadDecision(f"{field}.url", "is not an http or https address")
    if one.archive_url is not None and not is_web_link(one.archive_url):
        raise BadDecision(f"{field}.archiveUrl", "is not an http or https address")
    for name, words, most in (("title", one.title, LONGEST_TITLE), ("excerpt", one.excerpt, LONGEST_EXCERPT)):
        if words is not None and (len(words) > most or not is_storable(words)):
            raise BadDecision(f"{field}.{name}", f"is longer than {most:,} characters, or holds some that are no text")
    if one.accessed_on is not None and not EARLIEST_GIVEN <= one.accessed_on <= today:
        raise BadDecision(f"{field}.accessedOn", "is no day that has come; give the day on which you looked")
