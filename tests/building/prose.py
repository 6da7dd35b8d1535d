"""The text shapes of a report: what extractors, converters and copyists leave of its tables."""

from collections.abc import Iterator
from random import Random

from schemas.form import Table
from tests.building.grid import BREAK, Box, Grid, block_rows, grid, width
from tests.building.report import Part, Report, Text

_MARKS: dict[Part, str] = {"title": "# ", "heading": "## ", "published": "", "paragraph": ""}
_HALF_WIDTH = str.maketrans("（）：，；", "():,;")


def pipe(report: Report) -> str:
    """Write as an extractor does that drops spans and pads each row but a table's last."""
    lines: list[str] = []
    for part in report.parts():
        lines.extend([part.text] if isinstance(part, Text) else _piped(grid(report, part)))
    return "\n".join(lines).translate(_HALF_WIDTH)


def markdown(report: Report) -> str:
    """Write markdown tables: one a block where a table has several, else the full grid."""
    blocks: list[str] = []
    for part in report.parts():
        if isinstance(part, Text):
            blocks.append(f"{_MARKS[part.part]}{part.text}")
        elif len(part.blocks) > 1:
            blocks.extend(_block_tables(report, part))
        else:
            blocks.append(_markdown_table(list(_spelt_out(grid(report, part)))))
    return "\n\n".join(blocks) + "\n"


def lines(report: Report) -> str:
    """Write one cell a line, without borders."""
    return "\n".join(_pieces(report)) + "\n"


def squeezed(report: Report) -> str:
    """Write everything end to end; the digits of neighbouring cells run together."""
    return "".join(_pieces(report))


def loosened(report: Report, rng: Random, share: float = 1.0, gap: str = " ") -> str:
    """Write everything end to end, with a gap behind some of the pieces."""
    return "".join(piece + (gap if rng.random() < share else "") for piece in _pieces(report))


def _pieces(report: Report) -> Iterator[str]:
    for part in report.parts():
        if isinstance(part, Text):
            yield part.text
        else:
            yield from (_whole(box) for row in grid(report, part) for box in row)


def _whole(box: Box) -> str:
    return box.text.replace(BREAK, "")


def _piped(rows: Grid) -> Iterator[str]:
    across = width(rows)
    for number, row in enumerate(rows, start=1):
        padding = "" if number == len(rows) else "|" * (across - len(row))
        cells = "".join(f"{box.text.partition(BREAK)[0]} | " for box in row)
        yield (cells + padding).rstrip()


def _block_tables(report: Report, table: Table) -> Iterator[str]:
    for block in table.blocks:
        yield f"### {block.title}"
        head = [table.captions[0], *(column.label for column in block.columns)]
        rows = ([label, *figures] for label, figures in block_rows(report, table, block))
        yield _markdown_table([head, *rows])


def _spelt_out(rows: Grid) -> Iterator[list[str]]:
    across = width(rows)
    taken: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(rows):
        line = [""] * across
        at = 0
        for box in row:
            while taken.get((number, at)):
                at += 1
            line[at] = _whole(box)
            reach = range(at, at + box.across)
            taken |= {(number + down, col): True for down in range(box.down) for col in reach}
        yield line


def _markdown_table(rows: list[list[str]]) -> str:
    printed = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([printed[0], "|" + "---|" * len(rows[0]), *printed[1:]])
