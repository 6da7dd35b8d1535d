"""Where in a report a scan is: in which table, block and group.

Belongs here: what titles, headers and labels say about the place. Does not belong here: values.
"""

from pipeline.extract.label import Meaning, RowLabel, Vocabulary

STRAY = ""


class Position:
    """Table and block by the last title or header, group by the last group label.

    `side_rows` are the row labels of a table of layout `line` since its last values; `STRAY` among
    them stands for a label in a place where the form prints none.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Start outside every table."""
        self.table = self.block = self.group = ""
        self.side_rows: list[str] = []
        self._is_beside = False  # the last label of a `line` table was a row, not a column
        self._has_caption = False  # the last rows of a `line` table were announced by their caption
        self._section_tables = vocabulary.section_tables
        self._line_tables = vocabulary.line_tables
        self._totals = vocabulary.totals

    @property
    def is_line_table(self) -> bool:
        """The rows of the current table stand side by side in one printed row."""
        return self.table in self._line_tables

    def enter(self, meaning: Meaning) -> None:
        """Follow a title, a caption, a header or a label that stands by itself."""
        self.enter_title(meaning)
        tables = {table for table, _, _ in meaning.columns}
        if meaning.caption:
            self.move(meaning.caption)
        elif meaning.is_header and len(tables) == 1:  # words of several tables lead nowhere
            self.move(tables.pop())
        self._enter_rows(meaning)

    def enter_inline(self, meaning: Meaning) -> None:
        """Follow a label inside a line, but no header: prose is full of their words."""
        self.enter_title(meaning)
        self._enter_rows(meaning)

    def enter_title(self, meaning: Meaning) -> None:
        """Follow the title of a section or a block."""
        if meaning.section:
            self.move(self._section_tables.get(meaning.section, ""))
        if meaning.block:
            self.move(meaning.block[0])
            self.block = meaning.block[1]

    def move(self, table: str) -> None:
        """Go to a table; nothing is known of its blocks and groups yet."""
        if table != self.table:
            self.table, self.block, self.group = table, "", ""
            self.forget_sides()

    def row_label(self, meaning: Meaning | None) -> RowLabel | None:
        """Return the row that a label names here, if it names one.

        A word that also heads a column names a row only inside the row's own group; a total is
        open under every group.
        """
        for label in meaning.rows if meaning else ():
            is_open = label.group == self.group or label.row_code in self._totals
            if label.table_id == self.table and (is_open or not label.is_shared):
                return label
        return None

    def follow_row(self, meaning: Meaning) -> None:
        """Enter the table of a row label, where title and header were lost."""
        for label in meaning.rows:
            if not label.is_shared and label.table_id not in self._line_tables:
                self.move(label.table_id)

    def take_side_rows(self) -> tuple[str, ...]:
        """Return the labels of a `line` table since its last values, each once, and forget them."""
        found = tuple(dict.fromkeys(self.side_rows))
        self.forget_sides()
        return found

    def leave(self) -> None:
        """Leave every table."""
        self.move("")

    def forget_sides(self) -> None:
        """Forget the labels of a `line` table since its last values: they were not its header."""
        self.side_rows = []
        self._is_beside = self._has_caption = False

    def _enter_rows(self, meaning: Meaning) -> None:
        for table, group in meaning.groups:
            if table == self.table:
                self.group = group
        if self.is_line_table:
            self._enter_sides(meaning)

    def _enter_sides(self, meaning: Meaning) -> None:
        """Follow a label of a table whose rows stand side by side.

        The first row behind the caption of the last ones, and a row that is named again before any
        column was: the rows are printed in an order of their own.
        """
        order, _ = self._line_tables[self.table]
        if meaning.caption == self.table:
            self._has_caption = True
        for label in meaning.rows:
            if label.table_id != self.table:
                continue
            code, seen = label.row_code, self.side_rows
            is_late = self._has_caption and code == order[0] and code not in seen
            is_again = self._is_beside and code in seen and code != seen[-1]
            seen += [STRAY, code] if is_late or is_again else [code]
            self._is_beside = True
        if meaning.columns:
            self._is_beside = False
