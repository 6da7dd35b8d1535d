"""Where the files of a batch are read: in this process, or in the processes of a sandbox.

Belongs here: one answer a file, in order, whatever the files do. Does not belong here: the sandbox
itself (pipeline.documents.sandbox.sandbox), what is in an answer (pipeline.batch.reading).
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, Protocol

from pipeline.batch.ahead import WARM
from pipeline.batch.opening import Load, Unopened, open_bytes
from pipeline.batch.reading import TOO_LARGE, Reading, read_bytes, read_file, refuse
from pipeline.documents.recognition import NEEDED, engine_version
from pipeline.documents.sandbox.sandbox import Failure, Limits, Sandbox
from pipeline.errors import ContractError
from pipeline.extract.label import Vocabulary, own_vocabulary

_log = logging.getLogger(__name__)
_RULES: Final = {
    "crash": "parse_crash",
    "error": "parse_crash",
    "timeout": "parse_timeout",
    "memory": TOO_LARGE,
}


# Recognition takes seconds a page, and memory for its model; it runs in a process of its own.
RECOGNITION: Final = Limits(
    memory=4 * 1024**3,
    cpu_seconds=300,
    first_seconds=240,
    alone_seconds=300,
    items_a_chunk=1,
    items_a_worker=100,
)


class Job(NamedTuple):
    """One content to read, and the year that its manifest says."""

    sha256: str
    report_year: int | None


Answer = Reading | Unopened


class Executor(Protocol):
    """Reads the files of a batch somewhere."""

    def read(self, jobs: Sequence[Job], load: Load, vocabulary: Vocabulary) -> Iterator[Answer]:
        """Yield the answer to every job, in their order; no file may raise.

        Args:
            jobs: contents to read.
            load: returns the bytes of a hash; an OSError of it is the answer `Unopened`.
            vocabulary: the labels of all forms.
        """


class InProcess:
    """Reads in this process: quick to start, and at the mercy of every file."""

    def read(self, jobs: Sequence[Job], load: Load, vocabulary: Vocabulary) -> Iterator[Answer]:
        """Yield the answer to every job, in their order."""
        for job in jobs:
            data = open_bytes(load, job.sha256)
            if isinstance(data, Unopened):
                yield data
            else:
                yield read_file(data, vocabulary, job.report_year)


@dataclass(frozen=True, slots=True)
class Sandboxed:
    """Reads in a few processes with limits: no file can hurt this one, or another file.

    `load` must be one that can be pickled: every process opens its files itself.
    """

    workers: int = 2
    limits: Limits | None = None
    cpu_seconds: list[float] = field(default_factory=list)  # of the processes, an entry a batch

    def read(self, jobs: Sequence[Job], load: Load, vocabulary: Vocabulary) -> Iterator[Answer]:
        """Yield the answer to every job, in their order."""
        work = _Work(load, None if vocabulary is own_vocabulary() else vocabulary)
        recognise = replace(work, recognise=True)
        with (
            Sandbox(work, workers=self.workers, limits=self.limits, preload=WARM) as sandbox,
            Sandbox(recognise, workers=1, limits=RECOGNITION, preload=WARM) as patient,
        ):
            for job, answer in zip(jobs, sandbox.map(jobs), strict=True):
                reading = _checked(answer, job, vocabulary)
                if engine_version() and _is_scan(reading):
                    (again,) = patient.map([job])
                    reading = _checked(again, job, vocabulary)
                yield reading
        self.cpu_seconds.append(sandbox.cpu_seconds + patient.cpu_seconds)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a process of the sandbox does; without a vocabulary it takes its own."""

    load: Load
    vocabulary: Vocabulary | None
    recognise: bool = False

    def __call__(self, job: Job) -> tuple[str, Answer]:
        data = open_bytes(self.load, job.sha256)
        if isinstance(data, Unopened):
            return job.sha256, data
        vocabulary = self.vocabulary or own_vocabulary()
        return job.sha256, read_bytes(data, vocabulary, job.report_year, recognise=self.recognise)


def _checked(answer: tuple[str, Answer] | Failure, job: Job, vocabulary: Vocabulary) -> Answer:
    if isinstance(answer, Failure):
        return _refused(answer, job, vocabulary)
    of, reading = answer
    if of != job.sha256:
        raise ContractError(f"expected the answer of {job.sha256}, found that of {of}")
    return reading


def _is_scan(answer: Answer) -> bool:
    """Tell whether recognition may read more of a file."""
    return isinstance(answer, Reading) and any(
        finding.rule_id == NEEDED for report in answer.reports for finding in report.findings
    )


def _refused(failure: Failure, job: Job, vocabulary: Vocabulary) -> Reading:
    _log.warning("%s: %s, %s\n%s", job.sha256, failure.kind, failure.found, failure.trace)
    return refuse(_RULES[failure.kind], failure.found, vocabulary, job.report_year)
