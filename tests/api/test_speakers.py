"""Speakers over GraphQL: merged ones, names, offices through time, and their own timelines."""

from datetime import date
from uuid import UUID

import pytest

from db.sessions import Database
from db.tables import SpeakerRow
from tests import factories as make
from tests.api.client import Client
from tests.api.test_reading import counted_statements

SPEAKER = "query ($id: ID!) {{ speaker(id: $id) {{ {} }} }}"
FOUND = "query ($where: SpeakerWhere) { speakers(where: $where) { totalCount nodes { name } } }"


def speaker_id(row: object) -> str:
    """The id of a speaker as clients have it."""
    assert isinstance(row, SpeakerRow)
    return f"speaker_{row.id.hex}"


@pytest.fixture
async def minister(database: Database) -> UUID:
    """A minister of 2019 to 10 May 2022 who headed a body from then on, and was once stored twice."""
    [own, name], offices = make.speaker(), [make.office(), make.office("رئیس سازمان نمونه", country=None, rank=60)]
    merged = make.merged_speaker(own.id)
    judgement = make.judgement(decision="different", author="سارا")
    await make.store(
        database,
        [
            *(own, name, judgement, *merged, *offices[0], *offices[1]),
            make.alias(merged[0].id, "M. Nikfar", language="en"),
            make.alias(own.id, "کس دیگر", rejected_by=judgement),
            make.tenure(own.id, office=offices[0][0].id, start="2019", end="2022-05-10"),
            make.tenure(merged[0].id, office=offices[1][0].id, start="2022-05-10", believed_until=date(2023, 1, 1)),
            make.tenure(own.id, office=offices[1][0].id, start="2010", rejected_by=judgement),
        ],
    )
    return own.id


@pytest.mark.parametrize(
    "query", ["speaker(id: $id) { id }", "node(id: $id) { id }", 'speaker(name: "م. نیک‌فر") { id }']
)
async def test_one_who_was_merged_is_the_other(client: Client, database: Database, query: str) -> None:
    """By the old id and by the old name."""
    own = make.speaker()
    merged = make.merged_speaker(own[0].id)
    await make.store(database, [*own, *merged])
    answer = await client.data(f"{{ found: {query.replace('$id', f'"{speaker_id(merged[0])}"')} }}")
    assert answer["found"] == {"id": speaker_id(own[0])}


async def test_one_who_was_merged_is_in_no_list(client: Client, database: Database) -> None:
    """Nor counted; the other tells who it was."""
    own = make.speaker()
    merged = make.merged_speaker(own[0].id)
    await make.store(database, [*own, *merged])
    answer = await client.data("{ speakers { totalCount nodes { id canonicalId mergedIds } } }")
    whole = {"id": speaker_id(own[0]), "canonicalId": speaker_id(own[0]), "mergedIds": [speaker_id(merged[0])]}
    assert answer["speakers"] == {"totalCount": 1, "nodes": [whole]}


async def test_names_and_offices_are_those_of_all_who_were_merged(client: Client, minister: UUID) -> None:
    """But for the rejected ones; offices newest first, days as far as they are known."""
    selected = "aliases { text language } tenures { role from to believedUntil office { title } speaker { name } }"
    answer = await client.data(SPEAKER.format(selected), id=f"speaker_{minister.hex}")
    assert [one["text"] for one in answer["speaker"]["aliases"]] == ["M. Nikfar", "مریم نیک‌فر", "م. نیک‌فر"]
    assert answer["speaker"]["tenures"] == [
        {
            "role": "رئیس سازمان نمونه",
            "from": "2022-05-10",
            "to": None,
            "believedUntil": "2023-01-01",
            "office": {"title": "رئیس سازمان نمونه"},
            "speaker": {"name": "مریم نیک‌فر"},
        },
        {
            "role": "وزیر آزمون ایران",
            "from": "2019",
            "to": "2022-05-10",
            "believedUntil": None,
            "office": {"title": "وزیر آزمون"},
            "speaker": {"name": "مریم نیک‌فر"},
        },
    ]


@pytest.mark.parametrize(
    ("day", "role"),
    [
        ("2018-12-31", None),
        ("2019-06-01", None),
        ("2019-12-31", "وزیر آزمون ایران"),
        ("2022-05-09", "وزیر آزمون ایران"),
        ("2022-05-10", "رئیس سازمان نمونه"),
        ("2023-01-01", "رئیس سازمان نمونه"),
        ("2023-01-02", None),
    ],
)
async def test_a_role_is_told_on_the_days_that_are_sure(
    client: Client, minister: UUID, day: str, role: str | None
) -> None:
    """A hand-over's day is the successor's; a year of which only the year is known is sure from its last day on."""
    query = "query ($id: ID!, $day: Date!) { speaker(id: $id) { roleOn(date: $day) { role } } }"
    answer = await client.data(query, id=f"speaker_{minister.hex}", day=day)
    assert answer["speaker"] == {"roleOn": role and {"role": role}}


async def test_of_two_offices_on_one_day_the_higher_is_the_role(client: Client, database: Database) -> None:
    """By the offices' rank."""
    [own, name], low, high = make.speaker(), make.office("عضو شورا", rank=70), make.office("وزیر آزمون", rank=10)
    tenures = [make.tenure(own.id, office=office[0].id) for office in (low, high)]
    await make.store(database, [own, name, *low, *high, *tenures])
    selected = 'a: roleOn(date: "2021-01-01") { __typename office { title } } b: roleOn(date: "1999-01-01") { role }'
    answer = await client.data(SPEAKER.format(selected), id=speaker_id(own))
    assert answer["speaker"] == {"a": {"__typename": "Tenure", "office": {"title": "وزیر آزمون"}}, "b": None}


@pytest.mark.parametrize("calendar", ["GREGORIAN", "JALALI"])
@pytest.mark.parametrize("interval", ["DAY", "MONTH", "YEAR"])
async def test_a_speakers_timeline_is_that_of_the_speakers_claims(
    client: Client, database: Database, interval: str, calendar: str
) -> None:
    """The same buckets, and what is in none."""
    article, own, other = make.article(), make.speaker(), make.speaker("بهرام آذرنگ")
    revision = make.revision(article)
    said = [(date(2020, 11, 17), "day"), (date(2020, 10, 22), "month"), (date(2021, 1, 1), "year"), (None, "day")]
    claims = [make.claim(revision, by=own[0].id, said_on=day, precision=precision) for day, precision in said]
    more = [make.claim(revision, by=other[0].id), make.claim(revision, by=own[0].id, withdrawn_at=make.NOW)]
    await make.store(database, [article, revision, *own, *other, *claims, *more])
    shown = "__typename buckets { start end label count } coarserCount undatedCount totalCount"
    asked = f"timeline(interval: $interval, calendar: $calendar) {{ {shown} }}"
    answer = await client.data(
        f"""query ($id: ID!, $interval: TimelineInterval! = MONTH, $calendar: Calendar!) {{
          speaker(id: $id) {{ {asked} }} {asked.replace("(", "(where: {speakerIds: [$id]}, ")} }}""",
        id=speaker_id(own[0]),
        interval=interval,
        calendar=calendar,
    )
    assert answer["speaker"]["timeline"] == answer["timeline"]
    assert answer["timeline"]["totalCount"] == len(said)


async def test_a_timeline_shows_what_is_selected_of_it(client: Client, database: Database) -> None:
    """By the client's names; one of days is not one of years."""
    article, own = make.article(), make.speaker()
    revision = make.revision(article)
    await make.store(database, [article, revision, *own, make.claim(revision, by=own[0].id)])
    selected = """days: timeline(interval: DAY) { all: totalCount buckets { ...Bucket } }
      years: timeline(interval: YEAR) { buckets { n: count @skip(if: false) label @include(if: false) } }
      none: timeline { buckets { label @skip(if: true) } }"""
    answer = await client.data(
        SPEAKER.format(selected) + " fragment Bucket on TimelineBucket { __typename from: start }",
        id=speaker_id(own[0]),
    )
    assert answer["speaker"] == {
        "days": {"all": 1, "buckets": [{"__typename": "TimelineBucket", "from": "2024-04-30"}]},
        "years": {"buckets": [{"n": 1}]},
        "none": {"buckets": [{}]},
    }


async def test_a_timeline_below_a_speaker_of_too_many_buckets_is_refused(client: Client, database: Database) -> None:
    """As Query's own is."""
    article, own = make.article(), make.speaker()
    revision = make.revision(article)
    claims = [make.claim(revision, by=own[0].id, said_on=date(year, 1, 1)) for year in (1900, 2020)]
    await make.store(database, [article, revision, *own, *claims])
    code, message = await client.error("{ speakers { nodes { timeline(interval: DAY) { totalCount } } } }")
    assert (code, "choose a longer one" in message) == ("BAD_USER_INPUT", True)


async def test_what_articles_call_a_speaker_is_counted_by_claims(client: Client, database: Database) -> None:
    """The most frequent first; withdrawn claims are not counted."""
    article, own = make.article(), make.speaker()
    revision, full, short = make.revision(article), make.mention(article, "مریم نیک‌فر"), make.mention(article, "نیک‌فر")
    sources = [full, short, short]
    claims = [make.claim(revision, by=own[0].id, source=source) for source in sources]
    gone = make.claim(revision, by=own[0].id, source=full, withdrawn_at=make.NOW)
    await make.store(database, [article, revision, *own, full, short, *claims, gone])
    answer = await client.data(SPEAKER.format("mentionedAs { name times }"), id=speaker_id(own[0]))
    assert answer["speaker"]["mentionedAs"] == [{"name": "نیک‌فر", "times": 2}, {"name": "مریم نیک‌فر", "times": 1}]


@pytest.mark.parametrize("speakers", [1, 30])
async def test_speakers_with_all_about_them_are_one_statement(
    client: Client, database: Database, speakers: int
) -> None:
    """However many there are and whatever is computed of them."""
    article, office = make.article(), make.office()
    revision = make.revision(article)
    known = [make.speaker(f"مریم نیک‌فر {'ا' * one}") for one in range(speakers)]
    tenures = [make.tenure(one[0].id, office=office[0].id) for one in known]
    mentions = [make.mention(article, one[0].name) for one in known]  # type: ignore[union-attr]  # the first is a speaker
    claims = [make.claim(revision, by=one[0].id, source=source) for one, source in zip(known, mentions, strict=True)]
    rows = [row for one in known for row in one]
    await make.store(database, [article, revision, *office, *rows, *tenures, *mentions, *claims])
    query = """{ speakers(first: 50) { nodes { canonicalId mergedIds aliases { text }
      tenures { role office { aliases } } roleOn(date: "2021-01-01") { role } mentionedAs { name }
      timeline { buckets { count } }
      claims { nodes { role sourceMention { judgement { times } } } } } } }"""
    with counted_statements(client) as statements:
        answer = await client.data(query)
    assert len(answer["speakers"]["nodes"]) == speakers
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ({"name": "Rouhani"}, []),
        ({"name": "Nikfar"}, ["مریم نیک‌فر"]),
        ({"name": "maryam nikfar"}, ["مریم نیک‌فر"]),
        ({"name": "دکتر نيک فر"}, ["مریم نیک‌فر"]),
        ({"name": "آقای آذرنگ"}, ["بهرام آذرنگ"]),
        ({"name": "کس دیگر"}, []),
        ({"role": "وزیر آزمون"}, ["بهرام آذرنگ", "مریم نیک‌فر"]),
        ({"role": "وزير آزمون ایران"}, ["مریم نیک‌فر"]),
        ({"role": "وزیر آزمون کشورمان"}, ["مریم نیک‌فر"]),
        ({"role": "وزیر آزمون روسیه"}, ["بهرام آذرنگ"]),
        ({"role": "وزیر آزمون", "on": "2022-05-10"}, ["بهرام آذرنگ"]),
        ({"role": "وزیر آزمون", "on": "2022-05-09"}, ["بهرام آذرنگ", "مریم نیک‌فر"]),
        ({"on": "2000-01-01"}, []),
        ({"organisation": "سازمان  نمونه"}, ["مریم نیک‌فر"]),
        ({"organisation": "سازمان"}, []),
        ({"country": "ru"}, ["بهرام آذرنگ"]),
        ({"country": "IR"}, []),
        ({"hasOpenJudgements": True}, ["بهرام آذرنگ"]),
        ({"hasOpenJudgements": False}, ["خاموش بی‌سخن", "مریم نیک‌فر"]),
        ({"hasOpenJudgements": None, "name": None, "role": None}, ["بهرام آذرنگ", "خاموش بی‌سخن", "مریم نیک‌فر"]),
    ],
)
async def test_a_filter_of_speakers_finds_what_it_says(
    client: Client, database: Database, where: dict[str, object], names: list[str]
) -> None:
    """Through those who were merged, and without what people rejected."""
    article, own, foreign, silent = (
        make.article(),
        make.speaker(),
        make.speaker("بهرام آذرنگ"),
        make.speaker("خاموش بی‌سخن"),
    )
    foreign[0] = foreign[0].model_copy(update={"country": "RU"})
    merged = make.merged_speaker(own[0].id)
    asked, decided = make.judgement(), make.judgement(decision="different", author="سارا")
    waiting, told = make.mention(article, waits_for=asked), make.mention(article, "خاموش")
    offices = [
        make.office(),
        make.office(country="RU"),
        make.office("رئیس سازمان نمونه", country=None, organisation="سازمان نمونه"),
    ]
    home, russian, body = (office[0].id for office in offices)
    await make.store(
        database,
        [
            *(article, *own, *foreign, *silent, *merged, asked, decided, waiting, told),
            *(row for office in offices for row in office),
            make.alias(own[0].id, "کس دیگر", rejected_by=decided),
            make.tenure(merged[0].id, office=home, start="2019-01-01", end="2022-05-10"),
            make.tenure(foreign[0].id, office=russian, start="2020"),
            make.tenure(own[0].id, office=body, start="2022-05-11"),
            make.tenure(silent[0].id, office=home, rejected_by=decided),
            make.candidate(waiting, foreign[0].id),
            make.candidate(told, silent[0].id),
        ],
    )
    answer = (await client.data(FOUND, where=where))["speakers"]
    assert [node["name"] for node in answer["nodes"]] == names
    assert answer["totalCount"] == len(names)


async def test_speakers_are_found_by_the_id_of_an_office(client: Client, minister: UUID) -> None:
    """The id that the office gives; another finds nobody."""
    office = (await client.data("{ offices { nodes { id } } }"))["offices"]["nodes"][0]["id"]
    answer = await client.data(FOUND, where={"office": office})
    other = await client.data(FOUND, where={"office": f"office_{minister.hex}"})
    assert [one["speakers"]["totalCount"] for one in (answer, other)] == [1, 0]
