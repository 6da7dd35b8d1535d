"""COMPOSITION. One file to cells and findings, one batch to frames.

Belongs here: the way through the rooms below, shared by the command line and the assets. Does not
belong here: any step of it.
"""
