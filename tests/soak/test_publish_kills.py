"""A publisher killed again and again, under three readers that go on and on.

`make test` kills a few times; `make soak` (OGI_SOAK=1) many times, and prints the table that
docs/reliability.md shows. SIGKILL ends a process, not the machine: whether synced bytes survive a
power cut is not tested.
"""

import sys
import time
from bisect import bisect
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

from pipeline.warehouse import current, processed, query
from pipeline.warehouse.publish import STEPS
from tests.soak.child import LONG, SEED, Child
from tests.soak.nights import VERSION, own, publish_generation, run_id, whole
from tests.soak.readers import WAYS, Read, Readers, back_in_time

# The one step that readers can see gets a kill before and after each of its calls.
IN_STEP: Final = dict.fromkeys(STEPS, 3) | {"swap": 16} if LONG else {"load": 1, "swap": 1}
ANYWHERE: Final = 25 if LONG else 1  # kills between the beginning of the load and the end
TRIES: Final = 6  # a kill that must fall into its step
SHORT: Final = 0.02  # seconds; in a step as short as this the kill falls on a call of the files
KEPT: Final = 3
Moments = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Kill:
    """Since when it published, in which step it died, whether readers then found its version."""

    since: float
    step: str
    is_new: bool


@dataclass(slots=True)
class Campaign:
    """What was published, what the publisher said to be done, how it was killed."""

    folder: Path
    rng: Random
    generation: int = 1
    seen: int = 1
    done: list[int] = field(default_factory=lambda: [1])
    kills: list[Kill] = field(default_factory=list)
    late: int = 0  # kills that fell after the end of the publish

    def kill_in(self, step: str, number: int, wanted: int) -> None:
        """A whole night, then one that is killed in one step, in a part of it of its own."""
        part = (number + self.rng.random()) / wanted
        with Child("tests.soak.nights", self.folder) as child:
            moments, calls = self.whole(child, f"{step} 0")
            begun, ended = moments[step]
            if ended - begun > SHORT or calls == 0:
                self.killed(child, [f"step {step}"], part * (ended - begun))
            else:
                call = number % calls if calls <= wanted else int(part * calls)
                self.killed(child, ["before", "after", "done"], 0, f"{step} {call + 1}")

    def kill_anywhere(self, part: float) -> None:
        """A whole night, then one that is killed so far through its time since load began."""
        with Child("tests.soak.nights", self.folder) as child:
            moments, _ = self.whole(child)
            span = moments[STEPS[-1]][1] - moments["load"][0]
            self.killed(child, ["step load"], part * span)

    def whole(self, child: Child, watched: str = "- 0") -> tuple[Moments, int]:
        """Publish undisturbed; return when each step began and ended, and the calls of one."""
        lines = self._publish(child, watched, "done")
        self.done.append(self.generation)
        self.seen = self.generation
        self._assert_swept()
        said = [line.rsplit(" ", 1) for line in lines]
        moments = [(line.removeprefix("step "), float(moment)) for line, moment in said]
        ended = {step: (begun, end) for (step, begun), (_, end) in pairwise(moments)}
        return ended, int(said[-1][0].split()[2])

    def killed(self, child: Child, until: list[str], after: float, watched: str = "- 0") -> None:
        """Publish, kill so many seconds after a line, and look as a reader does."""
        since = time.monotonic()
        lines = self._publish(child, watched, *until)
        moment = float(lines[-1].rsplit(" ", 1)[1]) + after
        time.sleep(max(0, moment - time.monotonic()))
        lines += child.kill()
        assert child.was_killed
        found = whole(query(self.folder, VERSION).row(0))
        assert found in {self.seen, self.generation}, "the version of before or the one of now"
        self.seen = found
        if lines[-1].startswith("done"):
            self.done.append(self.generation)
            self.late += 1
        else:
            step = [line.split()[1] for line in lines if line.startswith("step ")][-1]
            self.kills.append(Kill(since, step, found == self.generation))

    def _assert_swept(self) -> None:
        names = {path.name for path in self.folder.iterdir()}
        versions = {path.name for path in self.folder.glob("warehouse_*.duckdb")}
        assert names - versions == {".lock", "warehouse.duckdb"}
        assert len(versions) <= KEPT

    def count(self, step: str) -> int:
        return sum(kill.step == step for kill in self.kills)

    def _publish(self, child: Child, watched: str, *until: str) -> list[str]:
        self.generation += 1
        child.tell(f"{self.generation} {watched}")
        return child.hear_until(*until)


def test_a_killed_publisher_never_shows_to_a_reader(tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    publish_generation(folder, 1)
    campaign = Campaign(folder, Random(SEED))  # noqa: S311  # moments, no secrets

    with Readers(folder, tmp_path / "logs") as readers:
        run(campaign)
        campaign.generation += 1
        last = publish_generation(folder, campaign.generation)
        reads = readers.end(campaign.generation)

    campaign.done.append(campaign.generation)
    sys.stdout.write(told(campaign, reads))
    missed = {step for step, wanted in IN_STEP.items() if campaign.count(step) < wanted}
    assert missed == set()
    assert len(campaign.kills) >= sum(IN_STEP.values()) + ANYWHERE
    for kill in campaign.kills:
        if kill.step != "swap":
            assert kill.is_new == (kill.step == "prune"), kill
    assert {read.trouble for read in reads} == {""}
    assert back_in_time(reads) == []
    for way in WAYS:
        generations = {read.generation for read in reads if read.way == way}
        assert len(generations) > len(campaign.kills) // 4, f"{way} has seen too few versions"
    assert lost(campaign) == set()
    assert current(folder) == last.resolve()


def test_a_first_publish_killed_at_its_swap_is_begun_anew(tmp_path: Path) -> None:
    unseen = 0
    for step, calls in first_calls(tmp_path / "counted").items():
        for call in calls if LONG else calls[-1:]:
            folder = tmp_path / f"{step}-{call}"
            with Child("tests.soak.nights", folder) as child:
                child.tell(f"1 {step} {call}")
                child.hear_until("before", "after")
                child.kill()
                assert child.was_killed
            left = {path.name for path in folder.glob("warehouse_*.duckdb")}
            done = processed(folder).height
            last = publish_generation(folder, 2)

            unseen += done == 0 and bool(left)
            assert whole(query(folder, VERSION).row(0)) == 2
            assert current(folder) == last.resolve()
            versions = {path.name for path in folder.glob("warehouse_*.duckdb")}
            assert versions == {last.name} | (left if done else set())

    assert unseen > 0, "no kill fell between the name and the link"


def first_calls(folder: Path) -> dict[str, list[int]]:
    """Return the numbers of the calls that touch files, of the last two steps before readers."""
    with Child("tests.soak.nights", folder) as child:
        counts = {}
        for number, step in enumerate(("rename", "swap"), 1):
            child.tell(f"{number} {step} 0")
            counts[step] = int(child.hear_until("done")[-1].split()[2])
        child.end()
    return {step: list(range(1, count + 1)) for step, count in counts.items()}


def run(campaign: Campaign) -> None:
    """Kill until every step has its kills, then anywhere; each in its own part of the time."""
    for step, wanted in IN_STEP.items():
        for number in range(wanted * TRIES):
            if campaign.count(step) < wanted:
                campaign.kill_in(step, number % wanted, wanted)
    aimed = len(campaign.kills)
    for _ in range(ANYWHERE * TRIES):
        if (had := len(campaign.kills) - aimed) < ANYWHERE:
            campaign.kill_anywhere((had + campaign.rng.random()) / ANYWHERE)


def lost(campaign: Campaign) -> set[int]:
    """Return the generations that were said to be done and are not there with every figure."""
    runs = query(campaign.folder, "select run_id from build_info")["run_id"]
    reports = query(
        campaign.folder,
        """
        select report_id, min(value)::bigint as low, max(value)::bigint as high, count(*) as cells
        from (
            from fact_requests select report_id, value
            union all from fact_disputes select report_id, value
            union all from fact_proactive_disclosure select report_id, value
        )
        group by report_id
        """,
    )
    cells = reports["cells"].max()
    held = set(reports.rows())
    return {
        number
        for number in campaign.done
        if run_id(number) not in runs or (own(number).report_id, number, number, cells) not in held
    }


def told(campaign: Campaign, reads: list[Read]) -> str:
    """Return the table: what became of the kills of each step."""
    starts = [kill.since for kill in campaign.kills]
    during: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for read in reads:
        nearest = bisect(starts, read.at) - 1
        if nearest >= 0:
            during[campaign.kills[nearest].step] += 1
            wrong[campaign.kills[nearest].step] += bool(read.trouble)
    lines = ["", "| step | kills | old version seen | new version seen | reads | errors |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    for step in STEPS:
        kills = [kill for kill in campaign.kills if kill.step == step]
        new = sum(kill.is_new for kill in kills)
        counts = (len(kills), len(kills) - new, new, during[step], wrong[step])
        lines.append(f"| {step} | {' | '.join(map(str, counts))} |")
    ways = ", ".join(f"{way} {sum(read.way == way for read in reads)}" for way in WAYS)
    torn = sum("ValueError" in read.trouble for read in reads)
    errors = sum(bool(read.trouble) for read in reads)
    lines.append(
        f"\nseed {SEED}; kills {len(campaign.kills)} (and {campaign.late} after the end);"
        f" publishes {len(query(campaign.folder, 'from build_info'))};"
        f" reads {len(reads)} ({ways}); versions seen {len({read.generation for read in reads})};"
        f" errors {errors} (torn {torn}); back in time {len(back_in_time(reads))};"
        f" reports lost {len(lost(campaign))} of {len(campaign.done)}"
    )
    return "\n".join(lines) + "\n"
