"""One report's cells as printed against its cells as read.

Belongs here: what counts as read, wrong and invented. Does not belong here: where reports come
from.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields

from pipeline.batch.reading import Reading
from pipeline.extract.assemble import RawCell
from pipeline.text.number import Figure, read_figure
from schemas.form import Form
from tests.builders import Key


@dataclass(frozen=True, slots=True)
class Count:
    """Cells of one or many reports.

    `printed` hold something, `read` of them came back equal, `said` came back empty with a word
    about it, `wrong` came back different, `invented` hold nothing and came back with something.
    """

    reports: int = 0
    printed: int = 0
    read: int = 0
    said: int = 0
    wrong: int = 0
    invented: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Add two counts field by field."""
        return Count(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def share(self) -> float:
        """The share of printed cells that were read."""
        return self.read / self.printed if self.printed else 1.0


COLUMNS = tuple(field.name for field in fields(Count))


def count(
    reading: Reading,
    form: Form,
    printed: Mapping[Key, str],
    *,
    undecidable: frozenset[Key] = frozenset(),
) -> Count:
    """Compare what was read of a file that holds one report with what it prints.

    Args:
        reading: what was read.
        form: the form that the report follows.
        printed: the printed text by cell; blank where the cell is.
        undecidable: cells that nobody can tell from the file; they count only where wrong.
    """
    kinds = {spec.key: spec.column for spec in form.cells()}

    def figure(key: Key, text: str) -> Figure:
        return read_figure(text, kinds[key].type, signed=kinds[key].signed)

    got: dict[Key, str] = {}
    for report in reading.reports:
        for cell in map(RawCell._make, zip(*report.cells, strict=True)):
            if cell.reading and not cell.is_ambiguous:
                got[cell.table_id, cell.row_code, cell.col_code] = cell.printed
    holding = {key for key, text in printed.items() if text.strip()}
    for key in [key for key in got if key in kinds and _is_unread(figure(key, got[key]))]:
        if not _is_unread(figure(key, printed.get(key, ""))):
            del got[key]  # the product leaves such a cell empty and says so
    wrong = {
        key
        for key in holding & got.keys()
        if key not in kinds or figure(key, got[key]) != figure(key, printed[key])
    }
    invented = {key for key, text in got.items() if text.strip() and key not in holding}
    read = (holding & got.keys()) - wrong
    weighed = holding - undecidable
    return Count(
        reports=1,
        printed=len(weighed),
        read=len(read & weighed),
        said=len(weighed - got.keys()),
        wrong=len(wrong),
        invented=len(invented),
    )


def _is_unread(found: Figure) -> bool:
    return found.status == "unreadable"
