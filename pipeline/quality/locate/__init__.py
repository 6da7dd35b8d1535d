"""Which cell is wrong: the smallest changes of cells with which all sums of a table hold.

Belongs here: the search, what may have caused an error, whether the reading is off by a column.
Does not belong here: whether a sum holds (pipeline.quality.identities), the words of a cause
(schemas/causes.toml). A change is a hint beside a finding: no fact is ever changed by it.
"""
