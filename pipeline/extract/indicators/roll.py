"""What is found of a list of indicators, before it is known which form it is.

Belongs here: the shapes that the readers of text and of grids hand on. Does not belong here: any
judgement.
"""

from dataclasses import dataclass, field

from pipeline.extract.indicators.listing import Head
from pipeline.extract.sheet import RowRecord, Value
from pipeline.text.canonical import clean


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row: its unit as printed and what stands behind it.

    `has_borders`: there is one value a column, in the order of the header. `is_clear`: it is known
    where its digits end. `is_near`: its label was matched by nearness.
    """

    code: str
    unit: str
    values: tuple[Value, ...]
    place: str
    has_borders: bool
    is_clear: bool = True
    is_near: bool = False

    @property
    def digits(self) -> str:
        """Everything that is printed, without spaces and in plain digits."""
        text = "".join(value.text for value in self.values)
        return "".join(clean(text, plain_notes=False).split())

    @property
    def printed(self) -> str:
        """Everything that is printed, as one text."""
        return " ".join(value.text.strip() for value in self.values if value.is_filled)


@dataclass(slots=True)
class Roll:
    """One print of a list: its header, rows, and the rows whose label is on no form."""

    head: Head | None
    rows: list[ListRow] = field(default_factory=list)
    unknown: list[RowRecord] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    place: str = ""
