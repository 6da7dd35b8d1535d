"""Precision and recall of the rules on planted errors: `python -m bench rules`.

Belongs here: the section as it is printed. Does not belong here: reports, errors, truth
(tests.planted).

Reports of whole counties over four years and both forms, half of them sparse, are published clean
and then with errors, in three nights. By rule: how many errors were planted for it, how many
findings must follow from what is printed (`true`), how many came (`found`), how many of those are
true (`right`). A rule without a declaration in schemas/rules.toml is `not built`.
"""

import sys
from collections.abc import Iterator
from typing import Final

from tests.planted.score import Score, Tally, score

_SHOWN: Final = 5


def report(reports: int, seed: int) -> int:
    """Print the section; return 1 where a rule breaks its promise or a clean report is accused."""
    found = score(reports, seed)
    sys.stdout.write("\n".join([*_lines(found), ""]))
    return 0 if found.is_good else 1


def _lines(found: Score) -> Iterator[str]:
    yield f"rules: {found.clean} clean reports, the same with {found.planted} errors"
    yield f"clean reports accused: {len(found.accused)}"
    yield from (f"    {one.key} {one.rule_id} {one.message}" for one in found.accused[:_SHOWN])
    yield f"findings about our own reading: {len(found.misread)}"
    yield from (f"    {one.key} {one.rule_id} {one.message}" for one in found.misread[:_SHOWN])
    yield ""
    head = f"{'rule':12}{'planted':>9}{'true':>7}{'found':>7}{'right':>7}"
    yield f"{head}{'precision':>11}{'recall':>9}"
    for tally in found.tallies:
        yield _row(tally)
    for tally in found.tallies:
        if tally.is_built:
            yield from _examples(tally)


def _row(tally: Tally) -> str:
    counts = f"{tally.rule_id:12}{tally.planted:9}{tally.true:7}"
    if not tally.is_built:
        return f"{counts}  not built"
    rates = f"{tally.precision:11.2%}{tally.recall:9.2%}"
    return f"{counts}{tally.found:7}{tally.right:7}{rates}{'' if tally.is_good else '  fails'}"


def _examples(tally: Tally) -> Iterator[str]:
    for missed in tally.missed[:_SHOWN]:
        yield f"missed {tally.rule_id} {missed.agency_id} {missed.report_year} {missed.instance}"
    for false in tally.false[:_SHOWN]:
        yield f"false  {tally.rule_id} {false.agency_id} {false.report_year} {false.message}"
