"""Tests of db/keys.py."""

from datetime import timedelta
from uuid import uuid4

import pytest

from db.keys import actor_of, add_key, all_keys, change_key, held_key, keep_uses, key_by_hash, key_id_of
from db.sessions import Database
from domain.roles import Actor, Role, Scope
from tests import factories as make


async def test_a_key_is_found_by_its_hash_whatever_became_of_it(database: Database) -> None:
    """Its holder is told what became of it."""
    revoked, expired = make.api_key("الف"), make.api_key("ب")
    revoked.revoked_at = expired.expires_at = make.NOW
    await make.store(database, [revoked, expired])
    async with database.reading() as session:
        found = [await key_by_hash(session, key.key_hash) for key in (revoked, expired)]
    assert [key and (key.id, key.revoked_at, key.expires_at) for key in found] == [
        (revoked.id, make.NOW, None),
        (expired.id, None, make.NOW),
    ]


async def test_what_is_not_there_is_not_found(database: Database) -> None:
    """By its hash, its id, and its name."""
    async with database.writing() as session:
        assert await key_by_hash(session, "none") is None
        assert await held_key(session, uuid4()) is None
        assert await key_id_of(session, "none") is None


async def test_a_second_key_of_a_name_is_not_stored(database: Database) -> None:
    """Its maker is told; the first stays."""
    first, second = make.api_key(), make.api_key()
    async with database.writing() as session:
        assert await add_key(session, first)
        assert not await add_key(session, second)
        assert await key_id_of(session, first.name) == first.id


async def test_keys_come_in_the_order_of_their_names(database: Database) -> None:
    """However they were made."""
    await make.store(database, [make.api_key(name) for name in ("c", "a", "b")])
    async with database.reading() as session:
        assert [key.name for key in await all_keys(session)] == ["a", "b", "c"]


async def test_a_change_is_of_one_key(database: Database) -> None:
    """The others are as they were."""
    one, other = make.api_key("a"), make.api_key("b")
    await make.store(database, [one, other])
    async with database.writing() as session:
        await change_key(session, one.id, {"rotated_at": make.NOW})
    async with database.reading() as session:
        assert [key.rotated_at for key in await all_keys(session)] == [make.NOW, None]


async def test_the_latest_use_of_each_key_is_kept(database: Database) -> None:
    """An earlier one that is told later changes nothing, and neither does that of a key which is not there."""
    one, other = make.api_key("a"), make.api_key("b")
    await make.store(database, [one, other])
    later = make.NOW + timedelta(minutes=1)
    for uses in ({one.id: later, other.id: make.NOW}, {one.id: make.NOW, other.id: later, uuid4(): later}):
        async with database.writing() as session:
            await keep_uses(session, uses)
    async with database.reading() as session:
        assert [key.last_used_at for key in await all_keys(session)] == [later, later]


@pytest.mark.parametrize(("stored", "scopes"), [(None, None), ([], frozenset()), (["notes"], frozenset({Scope.NOTES}))])
def test_a_keys_holder_may_do_what_the_key_may(stored: list[str] | None, scopes: frozenset[Scope] | None) -> None:
    """No scopes at all limit nothing; an empty list would limit everything."""
    key = make.api_key()
    key.scopes = stored
    assert actor_of(key) == Actor(key.name, key.id, Role.VERIFIER, scopes)
