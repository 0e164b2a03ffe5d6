"""The parts of the benchmark: each starts the servers that it needs, measures, and adds a table to the report."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.api.asking import asked_of, first_speaker
from benchmarks.api.comparing import Asked, Spent, asked, check_equal, compare
from benchmarks.api.databases import Databases, Seeded
from benchmarks.api.further import (
    CLIENTS,
    Cost,
    beside_a_slow_one,
    many_clients,
    page_cost,
    reading_costs,
    timeline_costs,
)
from benchmarks.api.inside import inside
from benchmarks.api.questions import ONE_CLAIM, PAGE, Question
from benchmarks.api.report import Report
from benchmarks.api.servers import Server, running_gozareh, running_peer
from domain.node_ids import node_id

OURS, ON_SQLITE, PEER = "Gozareh, PostgreSQL", "Gozareh, SQLite", "PostGraphile, PostgreSQL"
SIZES_BELOW = (100, 10, 1)
"""Growth is measured in a hundredth, a tenth and the whole of the claims."""
SQLITE_ASKED, GROWTH_ASKED, SLOWER_ASKED, MEMORY_ASKED = 1.5, 1.3, 3, 200


@dataclass(frozen=True, slots=True)
class Run:
    """What to measure on, and how long."""

    databases: Databases
    report: Report
    claims: int
    rounds: int
    seconds: float
    with_peer: bool

    @property
    def postgres_pid(self) -> int:
        """The process above all of PostgreSQL's."""
        return self.databases.postgres.pid

    @contextmanager
    def ours(self, seeded: Seeded) -> Iterator[dict[str, tuple[Server, int | None]]]:
        """Our server over each database, with the process of that one."""
        with running_gozareh(seeded.postgres_url) as served, running_gozareh(seeded.sqlite_url) as light:
            yield {OURS: (served, self.postgres_pid), ON_SQLITE: (light, None)}


async def compare_with_the_peer(run: Run) -> None:
    """The four questions, ours over both databases and the peer's, and the ratios."""
    seeded = await run.databases.of(run.claims)
    about = await asked_of(seeded.postgres_url)
    spent: dict[Question, dict[str, Spent]] = {}
    with run.ours(seeded) as ours, _peer(run, seeded) as peers:
        for question, values in about.items():
            every = {name: asked(server, question.ours, values, pid) for name, (server, pid) in ours.items()}
            every |= {name: asked(server, question.peer, values, run.postgres_pid) for name, server in peers.items()}
            first, *others = every.values()
            for other in others:
                await check_equal(first, other)
            measured = await compare(list(every.values()), rounds=run.rounds, seconds=run.seconds)
            spent[question] = dict(zip(every, measured, strict=True))
    if run.with_peer:
        _print_ratios(run, spent)
    header = [
        "",
        "server CPU, ms",
        "with database, ms",
        "requests/s",
        "p50, ms",
        "p99, ms",
        "answer, bytes",
        "memory, MB",
    ]
    for question, its in spent.items():
        run.report.table(question.name, header, [[name, *_figures(one)] for name, one in its.items()])


def _print_ratios(run: Run, spent: dict[Question, dict[str, Spent]]) -> None:
    rows = []
    for question, its in spent.items():
        ours, light, peer = its[OURS], its[ON_SQLITE], its[PEER]
        ratios = (
            (peer.server_ms / ours.server_ms, question.server_asked),
            (peer.whole_ms / ours.whole_ms, question.whole_asked),
            (peer.whole_ms / light.whole_ms, SQLITE_ASKED),
        )
        rows.append([question.name, *(f"{ratio:.2f} (≥ {least})" for ratio, least in ratios)])
    header = ["query", "server CPU", "server + PostgreSQL", "SQLite, all, to PostgreSQL, all"]
    run.report.table("CPU of PostGraphile 5 ÷ CPU of Gozareh (asked)", header, rows)


def _figures(spent: Spent) -> list[str]:
    load = spent.load
    times = (spent.server_ms, spent.whole_ms)
    waits = (load.percentile_ms(0.5), load.percentile_ms(0.99))
    return [
        *(f"{one:.3f}" for one in times),
        f"{spent.requests_a_second:,.0f}",
        *(f"{one:.1f}" for one in waits),
        f"{load.bytes / len(load.latencies):,.0f}",
        f"{spent.memory_mb:.0f}",
    ]


async def grow(run: Run) -> None:
    """A page of 50 claims in a small, a bigger and a big database."""
    sizes = [run.claims // part for part in SIZES_BELOW]
    costs: dict[str, list[float]] = {OURS: [], ON_SQLITE: []}
    for size in sizes:
        seeded = await run.databases.of(size)
        values = (await asked_of(seeded.postgres_url))[PAGE]
        with run.ours(seeded) as ours:
            for name, (server, pid) in ours.items():
                one = asked(server, PAGE.ours, values, pid)
                costs[name].append(await page_cost(one, rounds=run.rounds, seconds=run.seconds))
    rows = [[name, *(f"{one:.3f}" for one in its), f"{max(its) / its[0]:.2f}"] for name, its in costs.items()]
    header = ["CPU with the database, ms", *(f"{size:,} claims" for size in sizes), f"growth (< {GROWTH_ASKED})"]
    run.report.table("A page of 50 claims as the database grows", header, rows)


async def long_timeline(run: Run) -> None:
    """The timelines of the speaker who said a tenth of all claims, beside reading those once."""
    seeded = await run.databases.of(run.claims)
    speaker, claims = await first_speaker(seeded.postgres_url)
    reading = await reading_costs(seeded, speaker, run.postgres_pid)
    rows = [_timeline_row(f"reading each once, {name}", cost, cost) for name, cost in reading.items()]
    with run.ours(seeded) as ours:
        for (name, (server, pid)), read in zip(ours.items(), reading.values(), strict=True):
            pids = [server.pid] + ([pid] if pid else [])
            costs = await timeline_costs(server, node_id("speaker", speaker), pids)
            rows += [_timeline_row(f"timeline {kind}, {name}", cost, read) for kind, cost in costs.items()]
    header = ["", "CPU with the database, ms", "waited, ms", "waited ÷ reading once"]
    run.report.table(f"The timeline of a speaker with {claims:,} claims", header, rows)


def _timeline_row(name: str, cost: Cost, read: Cost) -> list[str]:
    return [name, f"{cost.whole_ms:.1f}", f"{cost.waited_ms:.1f}", f"{cost.waited_ms / read.waited_ms:.2f}"]


async def small_beside_slow(run: Run) -> None:
    """One claim, alone and while another client asks for all claims by day without a pause."""
    seeded = await run.databases.of(run.claims)
    values = (await asked_of(seeded.postgres_url))[ONE_CLAIM]
    rows = []
    with run.ours(seeded) as ours:
        for name, (server, pid) in ours.items():
            alone, beside, slow = await beside_a_slow_one(
                asked(server, ONE_CLAIM.ours, values, pid), seconds=run.seconds * run.rounds
            )
            times = [one.percentile_ms(0.99) for one in (alone, beside)]
            rows.append(
                [name, *(f"{one:.1f}" for one in times), f"{times[1] / times[0]:.2f}", f"{slow.percentile_ms(0.5):.0f}"]
            )
    header = ["", "p99 alone, ms", "p99 beside, ms", f"beside ÷ alone (≤ {SLOWER_ASKED})", "the slow one, ms"]
    run.report.table("One claim beside a slow query", header, rows)


async def many_at_once(run: Run) -> None:
    """All questions mixed, of 64 clients at once; an error ends the benchmark."""
    seeded = await run.databases.of(run.claims)
    about = await asked_of(seeded.postgres_url)
    rows = []
    with run.ours(seeded) as ours:
        for name, (server, pid) in ours.items():
            every: Sequence[Asked] = [asked(server, question.ours, values, pid) for question, values in about.items()]
            load, memory = await many_clients(every, rounds=run.rounds)
            answers = len(load.latencies)
            rows.append(
                [
                    name,
                    f"{answers:,}",
                    "0",
                    f"{answers / load.seconds:,.0f}",
                    f"{load.percentile_ms(0.99):.0f}",
                    f"{memory:.0f}",
                ]
            )
    header = ["", "answers", "errors", "answers/s", "p99, ms", f"memory, MB (< {MEMORY_ASKED})"]
    run.report.table(f"{CLIENTS} clients at once, all four queries mixed", header, rows)


async def where_it_goes(run: Run) -> None:
    """Each question step by step, inside one process."""
    seeded = await run.databases.of(run.claims)
    found = await inside(seeded, await asked_of(seeded.postgres_url))
    steps = dict.fromkeys(step for one in found.values() for step in one.steps)
    rows = [[step, *(f"{one.steps.get(step, 0):,.0f}" for one in found.values())] for step in steps]
    rows.append(["together", *(f"{sum(one.steps.values()):,.0f}" for one in found.values())])
    rows.append(["the first time, with the plan made", *(f"{one.first:,.0f}" for one in found.values())])
    header = ["µs of a request", *(question.name.partition(" of ")[0].partition(" with ")[0] for question in found)]
    run.report.table("Where the time of an answer goes, over SQLite, without a network", header, rows)


@contextmanager
def _peer(run: Run, seeded: Seeded) -> Iterator[dict[str, Server]]:
    if not run.with_peer:
        yield {}
        return
    with running_peer(seeded.postgres_url) as server:
        yield {PEER: server}
