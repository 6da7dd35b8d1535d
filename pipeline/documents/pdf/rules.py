"""Rules as people see them: pieces of one line put together, lines that meet grouped.

Belongs here: lines among lines. Does not belong here: what they enclose (`grid`), where they come
from (`paths`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from pipeline.documents.pdf.shapes import LIMITS, TOLERANCES, PageTooComplexError, Rule
from pipeline.documents.pdf.union import Union

_LEAST_LENGTH = 4.0
_MOST_CHECKS = 4_000_000


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Put rules together that are one line: doubled, dashed, drawn cell by cell."""
    whole: list[Rule] = []
    for is_across in (True, False):
        alike = sorted(rule for rule in rules if rule.is_across == is_across)
        start = 0
        for at in range(1, len(alike) + 1):
            if at == len(alike) or alike[at].at - alike[start].at > TOLERANCES.snap:
                whole += _continued(alike[start:at])
                start = at
    if len(whole) > LIMITS.rules:
        raise PageTooComplexError(f"{len(whole)} lines on a page")
    return whole


def _continued(rules: list[Rule]) -> Iterator[Rule]:
    """Put rules on one line together where one goes on where another ends."""
    length = sum(rule.stop - rule.start + 0.01 for rule in rules)
    at = sum(rule.at * (rule.stop - rule.start + 0.01) for rule in rules) / length
    ordered = sorted((rule.start, rule.stop) for rule in rules)
    start, stop = ordered[0]
    for begin, end in [*ordered[1:], (float("inf"), float("inf"))]:
        if begin <= stop + TOLERANCES.gap:
            stop = max(stop, end)
            continue
        if stop - start >= _LEAST_LENGTH:
            yield Rule(rules[0].is_across, at, start, stop)
        start, stop = begin, end


def touching(rules: list[Rule]) -> Iterator[list[Rule]]:
    """Group rules that touch each other, as those of one grid do."""
    across = sorted(rule for rule in rules if rule.is_across)
    down = [rule for rule in rules if not rule.is_across]
    heights, gap = [rule.at for rule in across], TOLERANCES.gap
    union = Union(len(across) + len(down))
    checks = 0
    for number, rule in enumerate(down, len(across)):
        first = bisect_left(heights, rule.start - gap)
        last = bisect_right(heights, rule.stop + gap)
        checks += last - first
        if checks > _MOST_CHECKS:
            raise PageTooComplexError("too many lines cross on a page")
        for other in range(first, last):
            if across[other].start - gap <= rule.at <= across[other].stop + gap:
                union.join(number, other)
    every = across + down
    for group in union.groups():
        if len(group) > 2:  # noqa: PLR2004  # two lines enclose nothing
            yield [every[number] for number in group]
