"""EDGE. Where reports come from.

Belongs here: the project's folders, delivered files and their manifests. Does not belong here:
reading a report.
"""
