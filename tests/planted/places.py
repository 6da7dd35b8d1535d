"""Where an error may be planted: a report among its neighbours, and changes of its print.

Belongs here: the smallest changes. Does not belong here: which of them make an error (slips).
"""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from tests.planted.drafts import Draft

OLD_YEARS: Final = (2019, 2020)


class Place(NamedTuple):
    """A report, its year before, the reports of its agency's region and a source of chance."""

    draft: Draft
    last: Draft | None
    below: list[Draft]
    rng: Random

    def value(self, *key: str) -> Decimal:
        """Return the true figure of a cell."""
        table, row, column = key
        return Decimal(self.draft.figures[table, row, column])

    def put(self, value: Decimal | int | str, *key: str) -> bool:
        """Print something else in a cell."""
        table, row, column = key
        self.draft.cells[table, row, column] = str(value)
        return True

    def add(self, change: int, *key: str) -> bool:
        """Print so much more; never less than nothing."""
        value = self.value(*key) + change
        return value >= 0 and self.put(value, *key)

    def move(self, change: int, rows: Mapping[str, int], column: str) -> bool:
        """Add a change, times a sign, to rows of table 3, in a column and in its total."""
        if any(self.value("t3", row, column) + change * sign < 0 for row, sign in rows.items()):
            return False
        return all(
            self.add(change * sign, "t3", row, each)
            for row, sign in rows.items()
            for each in (column, "total")
        )

    @property
    def is_old(self) -> bool:
        """Tell whether the form is that of 2019."""
        return self.draft.year in OLD_YEARS

    @property
    def level(self) -> str:
        """The level of the agency."""
        return self.draft.body.level
