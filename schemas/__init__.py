"""Declarations: what a report, a rule and a frame must look like.

Belongs here: the statutory forms and rules as TOML, their readers, and the contracts of frames.
Does not belong here: anything that reads a report or computes a figure.
"""
