"""`python -m tests.evidence [--reports N] [--seed N]`: what is read of the real and the drawn.

Prints two tables: the real reports one by one, where they are at hand, and drawn reports by shape.
`read` is the share of printed cells that came back equal; `said` came back empty with a finding or
a status that says so; `wrong` and `invented` must be 0. Exit code 1 where one is not.
"""

import argparse
import sys
from collections import defaultdict

from pipeline.batch.reading import read_file
from pipeline.extract.label import Vocabulary
from schemas.form import load_forms, tabled
from tests.evidence.corpus import cases
from tests.evidence.count import Count, count
from tests.evidence.rendered import count_summed, draw

_FORMS = load_forms()
_VOCABULARY = Vocabulary(_FORMS)


def main() -> int:
    """Read, compare, print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.evidence")
    parser.add_argument("--reports", type=int, default=1000, help="how many are drawn")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    real = _real()
    _show("real report", real)
    drawn, summed = _drawn(asked.reports, asked.seed)
    _show(f"drawn, seed {asked.seed}", drawn)
    _show("of them, bound by identities", summed)
    bad = sum(one.wrong + one.invented for one in (*real.values(), *drawn.values()))
    return int(bad > 0)


def _real() -> dict[str, Count]:
    by_id = {form.id: form for form in _FORMS}
    found = {}
    for case in cases():
        if case.form_id not in by_id:
            continue
        reading = read_file(case.path.read_bytes(), _VOCABULARY)
        found[case.path.name] = count(
            reading, by_id[case.form_id], case.printed, undecidable=case.undecidable
        )
    return found


def _drawn(reports: int, seed: int) -> tuple[dict[str, Count], dict[str, Count]]:
    """Count by shape, and what of the squeezed shape identities can tell."""
    found: dict[str, Count] = defaultdict(Count)
    summed: dict[str, Count] = defaultdict(Count)
    for one in draw(tabled(_FORMS), reports, seed):
        kind = f"{one.shape}, {'township' if one.is_township else 'city'}"
        reading = read_file(one.data, _VOCABULARY)
        counted = count(reading, one.report.form, one.cells)
        found[kind] += counted
        if one.shape == "squeezed":
            summed[f"{kind}: tables 3 and 4"] += count_summed(reading, one)
        if counted.wrong or counted.invented:
            sys.stdout.write(f"wrong: {kind}, {one.report.form.id}, error {one.has_error}\n")
    return dict(sorted(found.items())), dict(sorted(summed.items()))


def _show(title: str, found: dict[str, Count]) -> None:
    rows = [*found.items(), ("all", sum(found.values(), Count()))]
    sys.stdout.write(
        f"\n| {title} | reports | printed | read | said | wrong | invented |\n"
        "|---|--:|--:|--:|--:|--:|--:|\n"
    )
    for name, one in rows:
        sys.stdout.write(
            f"| {name} | {one.reports} | {one.printed} | {one.share:.2%} | {one.said} |"
            f" {one.wrong} | {one.invented} |\n"
        )


if __name__ == "__main__":
    sys.exit(main())
