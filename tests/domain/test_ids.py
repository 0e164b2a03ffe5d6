"""Ids are the same on every machine, for every spelling of one name, and differ where the things differ."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from domain.article import PublishedAt
from domain.ids import (
    article_id_by_text,
    article_id_by_url,
    claim_id,
    outlet_id,
    revision_id,
    speaker_id,
)
from domain.text import Span

ARTICLE = article_id_by_url("https://example.org/1")
DAY = PublishedAt(date(2020, 11, 17))


def test_ids_never_change() -> None:
    """These were written down once: a stored database depends on them."""
    assert str(outlet_id("خبرگزاری آزمون")) == "ded8e871-c851-5576-93dc-3d6966eb2e79"
    assert str(ARTICLE) == "09a132a2-cfc1-515b-86b0-361a8d62753b"
    assert str(speaker_id("مریم نیک‌فر")) == "274bb9a0-5a3c-5353-acf4-09576b4f39ce"
    assert str(claim_id(revision_id(ARTICLE, "hash"), Span(5, 8))) == "6d71e9db-9039-5547-96ed-412c6ec5588b"


@pytest.mark.parametrize("make", [outlet_id, speaker_id])
@pytest.mark.parametrize("other", ["علی\u200cرضا كريمي", "علیرضا کریمی", " علی رضا کریمی ", "عَلی رضا کریمی"])
def test_spellings_of_one_name_have_one_id(make: Callable[[str], UUID], other: str) -> None:
    """However its letters and spaces are typed."""
    assert make(other) == make("علی رضا کریمی")


def test_an_outlet_and_a_speaker_of_one_name_differ() -> None:
    """An agency prints articles and says things."""
    assert str(outlet_id("ایرنا")) != str(speaker_id("ایرنا"))


def test_one_instant_is_one_article_in_every_timezone() -> None:
    """An offset is another way to write the same publication."""
    instant = datetime(2020, 11, 17, 12, 0, tzinfo=UTC)
    told = [PublishedAt(instant.date(), instant.astimezone(ZoneInfo(zone))) for zone in ("Asia/Tehran", "UTC")]
    assert len({article_id_by_text(None, published, "hash") for published in told}) == 1


def test_an_article_without_address_is_its_outlet_its_publication_and_its_text() -> None:
    """Each of the three makes another article."""
    outlet = outlet_id("ایرنا")
    other_day = PublishedAt(date(2020, 11, 18))
    known = {
        article_id_by_text(outlet, DAY, "hash"),
        article_id_by_text(outlet, DAY, "other"),
        article_id_by_text(outlet, other_day, "hash"),
        article_id_by_text(outlet, None, "hash"),
        article_id_by_text(None, DAY, "hash"),
        article_id_by_text(None, None, "hash"),
    }
    assert len(known) == 6


def test_a_claim_belongs_to_its_revision_and_its_cue() -> None:
    """Another text or another cue is another claim."""
    first, second = revision_id(ARTICLE, "hash"), revision_id(ARTICLE, "other")
    claims = {claim_id(first, Span(5, 8)), claim_id(first, Span(5, 9)), claim_id(second, Span(5, 8))}
    assert len(claims) == 3
