"""A database with a speaker whom tests look at in a browser."""

from datetime import date
from uuid import UUID

from db.sessions import Database
from db.tables import SpeakerRow
from domain.calendars import jalali_day
from domain.ids import verdict_id
from tests import factories as make

HOSTILE_WORDS = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script> {{ 7*7 }}"
HOSTILE_LINK = "javascript:document.title='broken'"


async def seed_denied(url: str) -> UUID:
    """The key of کاوه مهرزاد: claims of 1 Aban 1399, of Aban, of its 15th, which is fabricated, and of 1399."""
    database = Database(url)
    try:
        who, article, key = make.speaker("کاوه مهرزاد"), make.article(), make.api_key()
        revision = make.revision(article)
        aban = jalali_day(1399, 8, 1)
        said = [(aban, "day"), (aban, "month"), (jalali_day(1399, 8, 15), "day"), (jalali_day(1399, 1, 1), "year")]
        claims = [make.claim(revision, by=who[0].id, said_on=day, precision=precision) for day, precision in said]
        note = make.note(claims[2], key=key, attribution="fabricated")
        await make.store(database, [*who, article, key, revision, *claims, *note])
    finally:
        await database.close()
    assert isinstance(who[0], SpeakerRow)
    return who[0].id


async def seed(url: str) -> UUID:
    """The key of مریم نیک‌فر, who said 25 things in Mehr, Aban and Dey 1399; one of them is false, one hostile."""
    database = Database(url)
    try:
        who, outlet, key = make.speaker(), make.outlet("<b>خبرگزاری</b> آزمون"), make.api_key()
        good, bad = make.article(of=outlet), make.article(of=outlet)
        good.url, bad.url = "https://example.org/news?a=1&b=2", HOSTILE_LINK
        revisions = [make.revision(good), make.revision(bad)]
        days: list[date] = [jalali_day(1399, 7, 15)] * 3 + [jalali_day(1399, 8, 20)] * 20 + [jalali_day(1399, 10, 1)]
        claims = [
            make.claim(revisions[0], by=who[0].id, content=f"گفتهٔ شمارهٔ {number}", said_on=day)
            for number, day in enumerate(days)
        ]
        claims.append(make.claim(revisions[1], by=who[0].id, content=HOSTILE_WORDS, said_on=jalali_day(1399, 10, 9)))
        notes = make.note(claims[-2], key=key, verdict_id=verdict_id("false"))
        await make.store(database, [*who, outlet, key, good, bad, *revisions, *claims, *notes])
    finally:
        await database.close()
    assert isinstance(who[0], SpeakerRow)
    return who[0].id
