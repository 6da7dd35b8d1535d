"""What is said beside the broken sums of a report.

Belongs here: which advice each broken identity gets, and which tables were read one line off. Does
not belong here: the findings (pipeline.quality.verdicts).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.quality.locate.advice import Advice, advice
from pipeline.quality.locate.causes import headings
from pipeline.quality.locate.locate import Located, Locator
from pipeline.quality.locate.shift import is_shifted
from pipeline.quality.locate.web import CellKey
from schemas.form import Form
from schemas.identity import Instance

_MOST_HEADINGS = 2  # more tell nothing

Figures = Mapping[CellKey, int | None]


@dataclass(frozen=True, slots=True)
class Mended:
    """Broken identities of tables that were read one line off, by table; advice on the others."""

    shifted: dict[str, tuple[Instance, ...]]
    advice: dict[str, Advice]  # by the name of the identity


class Mender:
    """Advice on reports of one form that print the same rows."""

    def __init__(self, form: Form, instances: tuple[Instance, ...]) -> None:
        """Prepare the search.

        Args:
            form: a form.
            instances: its identities, for the rows that the reports print.
        """
        self.form = form
        self.cells = tuple(dict.fromkeys(cell for one in instances for cell in one.cells))
        self._locator = Locator(instances)
        self._of_table: dict[str, list[Instance]] = defaultdict(list)
        for one in instances:
            self._of_table[one.identity.table].append(one)

    def mend(self, broken: Sequence[Instance], figures: Figures) -> Mended:
        """Find what would mend a report.

        Args:
            broken: its broken identities.
            figures: per cell its figure in items, None where it is no number.
        """
        names = frozenset(one.name for one in broken)
        by_table: dict[str, list[Instance]] = defaultdict(list)
        for one in broken:
            by_table[one.identity.table].append(one)
        shifted = {
            table_id: tuple(group)
            for table_id, group in by_table.items()
            if is_shifted(self.form.table(table_id), self._of_table[table_id], figures, names)
        }
        left = frozenset(one.name for one in broken if one.identity.table not in shifted)
        said: dict[str, Advice] = {}
        for located in self._locator.locate(figures, left):
            given = self._advice(located, left, figures)
            said |= dict.fromkeys((one.name for one in located.instances), given)
        return Mended(shifted, {name: said[name] for name in left})

    def _advice(self, located: Located, names: frozenset[str], figures: Figures) -> Advice:
        table = self.form.table(located.instances[0].identity.table)
        if located.is_group:
            return advice(table, located, ())
        broken = [one for one in located.instances if one.name in names]
        found = headings(table, located, broken, figures)
        return advice(table, located, found if len(found) <= _MOST_HEADINGS else ())
