"""PURE. Document and forms to labelled raw cells, with the findings of the reading.

Belongs here: which printed text is which statutory cell, and whose report it is of which year.
Does not belong here: the value of a cell (transforms), whether figures agree (quality).
"""
