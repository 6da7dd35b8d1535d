"""PURE. polars over the whole batch: raw cells to typed cells, to one frame a statutory table.

Belongs here: types, units, long and wide shapes. Does not belong here: whether figures agree.
"""
