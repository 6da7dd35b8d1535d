"""The sandbox: whatever a callable does, its parent lives and every other item is answered."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.documents.sandbox.sandbox import Failure, Limits, Sandbox
from pipeline.errors import SandboxError
from tests.documents import misdeeds
from tests.documents.misdeeds import MISDEEDS, WROTE, obey, once

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits are the kernel's")

SHORT = Limits(first_seconds=1, alone_seconds=1.5, cpu_seconds=2)
KINDS = {
    "abort": ("crash", "signal 6"),
    "segfault": ("crash", "signal 11"),
    "kill": ("crash", "signal 9"),
    "leave": ("crash", "exit code 0"),
    "exit": ("error", "SystemExit: 0"),
    "regex": ("timeout", "2.5 s"),
    "power": ("timeout", "2.5 s"),
    "sleep": ("timeout", "2.5 s"),
    "subprocess": ("timeout", "2.5 s"),
    "memory": ("memory", "more memory than is allowed"),
    "lists": ("memory", "more memory than is allowed"),
    "recursion": ("error", "RecursionError"),
    "raise": ("error", "StubbornError"),
    "unpicklable": ("error", "TypeError: cannot pickle '_thread.lock' object"),
    "huge": ("memory", "an answer of 40000010 bytes"),
    "write": ("error", "OSError: [Errno 27] File too large"),
}
HARMLESS = {"interrupt", "fork"}


def _limits(patience: float) -> Limits:
    return Limits(
        first_seconds=SHORT.first_seconds * patience,
        alone_seconds=SHORT.alone_seconds * patience,
        cpu_seconds=SHORT.cpu_seconds * patience,
        memory=512 * 1024**2,
        items_a_chunk=4,
    )


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox[str, object]]:
    WROTE.unlink(missing_ok=True)
    with Sandbox(obey, limits=_limits(1)) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def patient() -> Iterator[Sandbox[str, object]]:
    """A sandbox that does not take a busy machine for a hang."""
    WROTE.unlink(missing_ok=True)
    with Sandbox(obey, limits=_limits(10)) as sandbox:
        yield sandbox


def test_every_misdeed_has_a_verdict() -> None:
    assert set(KINDS) | HARMLESS == set(MISDEEDS)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_the_culprit_fails_and_its_neighbours_do_not(
    box: Sandbox[str, object], patient: Sandbox[str, object], word: str
) -> None:
    kind, found = KINDS[word]

    *before, failure, last = (box if kind == "timeout" else patient).map(["a", "b", "c", word, "d"])

    assert [*before, last] == ["A", "B", "C", "D"]
    assert isinstance(failure, Failure)
    assert failure.kind == kind
    assert failure.found.startswith(found)
    assert ("misdeeds.py" in failure.trace) == (kind == "error" and word != "unpicklable")
    assert not WROTE.exists() or not WROTE.stat().st_size


def test_a_fork_and_an_interrupt_answer_once(box: Sandbox[str, object]) -> None:
    assert list(box.map(["a", "fork", "interrupt", "b"])) == ["A", "a parent", None, "B"]


def test_many_culprits_among_many_items_are_all_found(box: Sandbox[str, object]) -> None:
    bad = ["abort", "exit", "memory", "leave", "segfault", "raise"]
    words = [bad[at // 20 % 6] if at % 20 == 7 else f"w{at}" for at in range(200)]

    answers = list(box.map(words))

    for word, answer in zip(words, answers, strict=True):
        if word in KINDS:
            assert isinstance(answer, Failure)
            assert answer.kind == KINDS[word][0]
        else:
            assert answer == word.upper()


def test_an_item_that_fails_only_in_a_worn_process_is_no_culprit() -> None:
    with Sandbox(once, workers=1) as sandbox:
        assert list(sandbox.map(["a", "tired", "b"])) == ["A", "TIRED", "B"]


def test_answers_come_in_order_while_one_process_hangs() -> None:
    limits = Limits(first_seconds=0.5, alone_seconds=0.5, items_a_chunk=1)
    words = ["sleep", *map(str, range(300))]

    with Sandbox(obey, limits=limits) as sandbox:
        answers = list(sandbox.map(words))

    assert isinstance(answers[0], Failure)
    assert answers[1:] == words[1:]


def test_processes_are_replaced_and_leave_no_descriptor() -> None:
    with Sandbox(misdeeds.process) as sandbox:
        list(sandbox.map(["x"]))  # the server is started once, and stays
    before = set(Path("/proc/self/fd").iterdir())

    with Sandbox(misdeeds.process, limits=Limits(items_a_worker=10, items_a_chunk=5)) as sandbox:
        pids = list(sandbox.map(["x"] * 200))
        list(sandbox.map(["abort"]))

    assert len(set(pids)) >= 10
    assert set(Path("/proc/self/fd").iterdir()) == before
    assert not [pid for pid in set(pids) if _runs(pid)]


def test_a_caller_that_stops_half_way_leaves_nothing_running() -> None:
    with Sandbox(misdeeds.process, limits=Limits(items_a_chunk=1)) as sandbox:
        answers = sandbox.map(["x", "sleep", "sleep", "sleep"])
        pid = next(answers)
        assert _runs(pid)

    assert not _runs(pid)


def test_limits_of_time_are_for_one_item_and_not_for_a_life() -> None:
    limits = Limits(cpu_seconds=1, first_seconds=5, alone_seconds=5)
    with Sandbox(obey, workers=1, limits=limits) as sandbox:
        assert list(sandbox.map(["busy"] * 5)) == ["BUSY"] * 5


def test_work_that_cannot_start_is_the_fault_of_the_program() -> None:
    with Sandbox(misdeeds.Unfit(), workers=1) as sandbox, pytest.raises(SandboxError):
        list(sandbox.map(["a"]))


SCRIPT = """
import signal
import sys
from pipeline.documents.sandbox.sandbox import Limits, Sandbox
from tests.documents.misdeeds import process

# A job of the background ignores interrupts, and so do its children.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
limits = Limits(first_seconds=200, alone_seconds=1, cpu_seconds=200, items_a_chunk=1)
sandbox = Sandbox(process, limits=limits)
answers = sandbox.map(["pid", "pid", *sys.argv[1:]])
print(next(answers), next(answers), flush=True)
for answer in answers:
    print(answer, flush=True)
sandbox.close()
"""


@pytest.mark.parametrize("way", ["file", "stdin", "command"])
def test_any_script_may_use_it_without_a_guard(tmp_path: Path, way: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    arguments = {"file": [str(script)], "stdin": ["-"], "command": ["-c", SCRIPT]}[way]

    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, *arguments, "x"],
        input=SCRIPT if way == "stdin" else "",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert len(done.stdout.split()) == 3
    assert done.stderr == ""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("word", ["sleep", "regex", "subprocess"])
def test_nothing_outlives_its_parent(how: signal.Signals, word: str) -> None:
    with subprocess.Popen(  # noqa: S603  # our own script
        [sys.executable, "-c", SCRIPT, *[word] * 4], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as parent:
        try:
            assert parent.stdout
            pids = {int(pid) for pid in parent.stdout.readline().split()}
            time.sleep(0.5)  # all are at it by now
            group = _members(pids)
            assert all(_runs(pid) for pid in pids)
            assert len(group) > len(pids) or word != "subprocess"

            parent.send_signal(how)
            parent.communicate(timeout=20)
        finally:
            parent.kill()

    end = time.monotonic() + 10
    while any(_runs(pid) for pid in group) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [pid for pid in group if _runs(pid)]


def _members(leaders: set[int]) -> set[int]:
    """Return the processes of some groups."""
    found = set(leaders)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(state[2]) in leaders:
            found.add(int(folder.name))
    return found


def _runs(pid: object) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}
