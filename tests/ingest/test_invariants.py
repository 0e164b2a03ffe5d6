"""Random people do random things to articles, claims, notes and speakers; whatever they do, the invariants hold.

A model in memory says what must be: each rule does a thing to the service and to the model, and both must agree on
whether it may be done. `GOZAREH_TEST_OPERATIONS` says how many operations: 100,000 prove it, CI does fewer.
"""

import asyncio
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.ingest.invariants.checking import Checking
from tests.ingest.invariants.claiming import Claiming
from tests.ingest.invariants.newsroom import Newsroom, fill
from tests.ingest.invariants.noting import Noting
from tests.ingest.invariants.reading import Reading

OPERATIONS = int(os.environ.get("GOZAREH_TEST_OPERATIONS", "1500"))
STEPS, LEAST_NEWSROOMS = 50, 5
"""Hypothesis takes this many steps in one newsroom at most, and 43 on average: it has to be asked more than once."""


class Everybody(Noting, Claiming, Reading, Checking):
    """All that people do, and all that must hold."""


@pytest.mark.slow
def test_whatever_people_do_the_invariants_hold(sqlite_template: Path, tmp_path: Path) -> None:
    """One verdict stands, nothing is lost or orphaned, counts equal recounts, the chain verifies, nobody sees more."""
    Everybody.template = tmp_path / "template.db"
    shutil.copy(sqlite_template, Everybody.template)
    asyncio.run(fill(Everybody.template))
    while (left := OPERATIONS - Newsroom.operations) > 0:
        run_state_machine_as_test(
            Everybody,
            settings=settings(
                max_examples=max(LEAST_NEWSROOMS, left // STEPS),
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
