"""The application on each of the two databases, and a client that asks it over HTTP."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import httpx
import pytest
from graphql import GraphQLSchema

from api.answering import Answering
from api.oidc import Issuer, Trust
from api.oidc_keys import IssuerKeys
from api.schema import make_schema
from config import Settings
from db.sessions import Database
from domain.roles import Role
from tests.api.asking import Asker
from tests.api.client import Client, serving
from tests.api.issuing import Clock
from tests.api.receiving import Receiver, receiving
from tests.issuers import AUDIENCE, LocalIssuer, local_issuer
from tests.keys import create_key


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[Client]:
    """A client of the application, on each of the two databases in turn.

    Tests ask more in a minute than one may; no webhooks are sent, whose statements would stand among those counted.
    """
    settings = Settings(database_url=database_url, key_points_a_minute=0, address_points_a_minute=0, webhooks=False)
    async with serving(settings) as client:
        yield client


@pytest.fixture
async def http(sqlite_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """What asks the application of what does not depend on its database."""
    async with serving(Settings(database_url=sqlite_url)) as client:
        yield client.http


@pytest.fixture(scope="session")
def schema() -> GraphQLSchema:
    """The public schema as graphql-core has it."""
    return make_schema().core


@pytest.fixture
def asker(schema: GraphQLSchema, database: Database) -> Asker:
    """Asks by the limits that there are if nobody sets others, on each of the two databases in turn."""
    return Asker(Answering(schema), database)


@pytest.fixture
async def verifier(database: Database) -> str:
    """The key of a verifier called سارا."""
    return await create_key(database, name="سارا", role=Role.VERIFIER, now=datetime(2024, 1, 1, tzinfo=UTC))


@pytest.fixture
async def contributor(database: Database) -> str:
    """The key of a contributor."""
    return await create_key(database, name="گردآور", role=Role.CONTRIBUTOR, now=datetime(2024, 1, 1, tzinfo=UTC))


@pytest.fixture
def local() -> Iterator[LocalIssuer]:
    """An issuer that the test can let fail and lie."""
    with local_issuer() as issuer:
        yield issuer


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
async def trusted(local: LocalIssuer, clock: Clock) -> AsyncIterator[Issuer]:
    """What recognises the people of the issuer that the test can change."""
    keys = IssuerKeys(local.address, httpx.AsyncClient(), clock=clock)
    issuer = Issuer(Trust(local.address, AUDIENCE, "gozareh_role"), keys)
    yield issuer
    await issuer.close()


@pytest.fixture
async def reader(database: Database) -> str:
    """The key of a reader."""
    return await create_key(database, name="خواننده", role=Role.READER, now=datetime(2024, 1, 1, tzinfo=UTC))


@pytest.fixture
async def editor(database: Database) -> str:
    """The key of an editor called نگار."""
    return await create_key(database, name="نگار", role=Role.EDITOR, now=datetime(2024, 1, 1, tzinfo=UTC))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver of webhooks that takes everything."""
    async with receiving() as receiver:
        yield receiver
