"""Lists of indicators, the reports of before 2019.

Belongs here: their rows and columns, glued figures of two columns. Does not belong here: statutory
tables 2 to 4.
"""
