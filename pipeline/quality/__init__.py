"""PURE. Frames and rules to residuals and findings.

Belongs here: the judgement of figures. Does not belong here: reading them, storing them.
"""
