"""Lists of indicators, which older reports carry in place of the statutory tables.

Belongs here: their rows and columns, glued figures of two columns. Does not belong here: statutory
tables 2 to 4.
"""
