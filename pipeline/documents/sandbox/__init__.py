"""Processes in which a document may crash, hang or burst without harm.

Belongs here: limits, workers, retries; any callable. Does not belong here: what is read.
"""
