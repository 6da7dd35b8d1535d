"""Bytes of one file to a Document: rows of cells and lines of prose, each with its place.

Belongs here: the readers of each file format. Does not belong here: what a label means (extract).
"""
