"""The server is killed with SIGKILL while four clients write: what it acknowledged is there, and nothing by halves.

`GOZAREH_TEST_KILLS` says how often: 200 prove it (`make prove-kills`), CI does fewer. `GOZAREH_TEST_SEED` chooses the
same writes and moments again.
"""

import asyncio
import os
import random
import secrets
import shutil
from pathlib import Path

import pytest

from db.sessions import Database
from domain.roles import Role
from tests.keys import create_key
from tests.proofs.accounts import CleanCopy, stored_in, wrongs_of
from tests.proofs.processes import KillableServer
from tests.proofs.writing import SECONDS, Ledger, Writer

KILLS = int(os.environ.get("GOZAREH_TEST_KILLS", "10"))
SEED = int(os.environ.get("GOZAREH_TEST_SEED") or secrets.randbelow(1_000_000))
WRITERS = 4
LONGEST_LIFE_SECONDS = 1.0
"""Of which a random part is waited for, when a first write is acknowledged: then some fifty are in a second."""
SHARE_EARLY = 0.2
"""Of the kills: these come before the first is acknowledged, for which the server reads its word lists."""


@pytest.mark.slow
async def test_a_server_that_is_killed_keeps_what_it_acknowledged(
    database_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    """Each acknowledged write is there once, every other once or not at all, articles are whole, the chain verifies."""
    chance, ledger = random.Random(SEED), Ledger()  # noqa: S311 - it chooses moments and hides nothing
    shutil.copy(sqlite_template, tmp_path / "clean.db")
    database, copy = Database(database_url), Database(f"sqlite:///{tmp_path / 'clean.db'}")
    clean, server = CleanCopy(copy), KillableServer(database_url, tmp_path / "server.log")
    writers = [
        Writer(await create_key(database, name=f"writer {number}", role=Role.VERIFIER), ledger, chance)
        for number in range(WRITERS)
    ]
    try:
        starting = asyncio.create_task(server.start())
        for kill in range(1, KILLS + 1):
            asked_before = len(ledger.writes)
            address = await starting
            writing = [asyncio.create_task(one.write_until_cut_off(address)) for one in writers]
            await _a_while(chance, ledger)
            await server.kill()
            await asyncio.gather(*writing)
            starting = asyncio.create_task(server.start())
            stored = await stored_in(database)
            told = f"after kill {kill} of GOZAREH_TEST_SEED={SEED}"
            assert (told, ledger.wrong, list(wrongs_of(ledger.writes, stored))) == (told, [], [])
            numbers = {one.article for one in ledger.writes[asked_before:] if one.article}
            assert (told, await clean.differences(database, stored, numbers)) == (told, [])
            print(f"{told}: {len(ledger.writes)} writes, {ledger.cut_off} cut off", flush=True)  # noqa: T201 - it takes long
        stored = await stored_in(database)
        numbers = {one.article for one in ledger.writes if one.article}
        assert (SEED, await clean.differences(database, stored, numbers)) == (SEED, [])
        await starting
    finally:
        await server.kill()
        await database.close()
        await copy.close()
    actions = {one.action for one in ledger.writes}
    assert (SEED, len(actions), ledger.cut_off >= KILLS) == (SEED, 4, True)


async def _a_while(chance: random.Random, ledger: Ledger) -> None:
    """Wait for a random moment of a server's life."""
    if chance.random() >= SHARE_EARLY:
        ledger.answered.clear()
        await asyncio.wait_for(ledger.answered.wait(), SECONDS)
    await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
