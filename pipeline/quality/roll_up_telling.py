"""What is said of a consolidated report that is not the sum of the agencies below it.

Belongs here: differences to findings, one cause told once. Does not belong here: the sums
(pipeline.quality.roll_up), the words (schemas/rules.toml).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.quality.identities import UNDECIDABLE
from schemas.finding import Finding, listed
from schemas.form import Form
from schemas.series import RollUp
from schemas.statement import CellKey
from schemas.working import plain

_MOST: Final = 8  # a longer list is cut in messages; printed and expected hold all


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell that is not simply the sum of the children's.

    `amount` is what the parent prints and `children` what each child does, null where that is no
    sure number; `total` their sum, null where it cannot be told. In yuan if `unit` is not 1, which
    is the size of the printed unit. `slack` is what rounding may make of it.
    """

    key: CellKey
    place: str
    printed: str
    amount: Decimal | None
    total: Decimal | None
    slack: Decimal
    unit: int
    children: Mapping[str, Decimal | None]

    @property
    def difference(self) -> Decimal:
        """The sum of the children less the parent, 0 where it cannot be told."""
        if self.total is None or self.amount is None:
            return Decimal(0)
        return self.total - self.amount


@dataclass(frozen=True, slots=True)
class Family:
    """A consolidated report and those below it.

    `names` of all children by agency id; `lacking` are the names of those without a report that
    can be compared; `residuals` by how much a sum of a child's own is broken (left less right), by
    agency and name of the sum; `sums` of the form by cell: the name, +1 on its left or -1 on its
    right. `is_unsure`: some of the children are consolidated themselves, or came and went.
    """

    report_id: str
    form: Form
    names: Mapping[str, str]
    lacking: Sequence[str]
    residuals: Mapping[tuple[str, str], int]
    sums: Mapping[CellKey, Sequence[tuple[str, int]]]
    is_unsure: bool = False

    def culprits(self, gaps: Sequence[Gap]) -> list[tuple[str, ...]]:
        """Return for each cell the children whose own sums are off as if they had it too large.

        A sum that is off by one cell explains no second one. A child with more such sums through
        the cell (its row and its column) counts before the others.
        """
        uses = Counter(use for gap in gaps for use in self._uses(gap))
        found = []
        for gap in gaps:
            told = Counter(child for child, name in self._uses(gap) if uses[child, name] == 1)
            most = max(told.values(), default=0)
            found.append(tuple(child for child in self.names if told[child] == most > 0))
        return found

    def too_large(self, child: str, key: CellKey) -> dict[str, int]:
        """Return by how much a child's cell is too large by each of its sums that is broken."""
        off = {name: sign * self.residuals.get((child, name), 0) for name, sign in self._of(key)}
        return {name: excess for name, excess in off.items() if excess}

    def _of(self, key: CellKey) -> Sequence[tuple[str, int]]:
        return self.sums.get(key, ())

    def _uses(self, gap: Gap) -> Iterator[tuple[str, str]]:
        """Yield child and name of every sum that is off by just the difference."""
        for child in self.names:
            for name, excess in self.too_large(child, gap.key).items():
                if excess == gap.difference:
                    yield child, name


def told(rule: RollUp, family: Family, gaps: Sequence[Gap]) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) on the cells of one rule in one consolidated report.

    A difference by which the sums of one child are broken is that child's: one finding names it, as
    a hint. What no child explains is the parent's to explain, in one finding.

    Args:
        rule: the cells that are summed up.
        family: the report and those below it.
        gaps: the cells that are not simply the sum.
    """
    broken = [gap for gap in gaps if abs(gap.difference) > gap.slack * rule.slack]
    by_child: dict[tuple[str, ...], list[Gap]] = defaultdict(list)
    for gap, children in zip(broken, family.culprits(broken), strict=True):
        by_child[children].append(gap)
    for children, group in by_child.items():
        yield family.report_id, _difference(rule, family, children, group)
    if rule.bounded_by:
        for child in family.names:
            above = [gap for gap in gaps if _exceeds(family, gap, child)]
            if above:
                yield family.report_id, _above(rule, family, child, above)
        unsure = [gap for gap in gaps if gap.total is None]
        if unsure:
            yield family.report_id, _unsure(rule, family, unsure)


def _exceeds(family: Family, gap: Gap, child: str) -> bool:
    """Tell whether a child prints more than its parent, and no slip of its own explains it."""
    amount = gap.children.get(child)
    if amount is None or gap.amount is None or amount <= gap.amount:
        return False
    excess = family.too_large(child, gap.key).values()
    return max(excess, default=0) < amount - gap.amount


def _difference(
    rule: RollUp, family: Family, children: tuple[str, ...], gaps: list[Gap]
) -> Finding:
    cells = [_Cell.of(family.form, gap, gap.total) for gap in gaps]
    if children:
        return Finding(
            "roll_up_child",
            f"{rule.table}@{'+'.join(children)}",
            gaps[0].place,
            _all(f"{cell.label} {cell.printed}" for cell in cells),
            _all(f"{cell.label} {cell.total}" for cell in cells),
            figures=_figures(family, cells)
            | listed("child", [family.names[child] for child in children]),
        )
    return Finding(
        rule.rule,
        rule.table,
        gaps[0].place,
        _all(f"{cell.label} {cell.printed}" for cell in cells),
        _all(f"{cell.label} {cell.total}" for cell in cells),
        # That sums of sums add up is known from memory only; who came or went may be counted.
        severity="warning" if family.is_unsure else "",
        figures=_figures(family, cells),
    )


def _above(rule: RollUp, family: Family, child: str, gaps: list[Gap]) -> Finding:
    cells = [_Cell.of(family.form, gap, gap.children[child]) for gap in gaps]
    return Finding(
        rule.bounded_by,
        f"{rule.table}@{child}",
        gaps[0].place,
        _all(f"{cell.label} {cell.printed}" for cell in cells),
        _all(f"{cell.label} ≥{cell.total}" for cell in cells),
        figures=_figures(family, cells) | {"child": family.names[child]},
    )


def _unsure(rule: RollUp, family: Family, gaps: list[Gap]) -> Finding:
    unread = {
        name
        for gap in gaps
        for child, name in family.names.items()
        if name not in family.lacking and gap.children.get(child) is None
    }
    return Finding(
        "roll_up_incomplete",
        rule.table,
        state=UNDECIDABLE,
        figures={
            "table": family.form.table(rule.table).title,
            "cells": str(len(gaps)),
            "count": str(len(family.lacking)),
        }
        | listed("missing", family.lacking)
        | listed("unread", sorted(unread)),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    label: str
    printed: str
    total: str

    @classmethod
    def of(cls, form: Form, gap: Gap, total: Decimal | None) -> "_Cell":
        spec = next(spec for spec in form.cells() if spec.key == gap.key)
        other = plain((total or Decimal(0)) / gap.unit)
        return cls(f"{spec.row.label}·{spec.column.label}", gap.printed, other)


def _figures(family: Family, cells: Sequence[_Cell]) -> dict[str, str]:
    shown = [f"“{cell.label}” {cell.printed} / {cell.total}" for cell in cells[:_MOST]]
    is_cut = len(cells) > _MOST
    return {
        "cells_zh": "；".join(shown) + ("……" if is_cut else ""),
        "cells_en": "; ".join(shown) + ("; …" if is_cut else ""),
        "count": str(len(cells)),
        "children": str(len(family.names)),
    }


def _all(texts: Iterable[str]) -> str:
    return "; ".join(texts)
