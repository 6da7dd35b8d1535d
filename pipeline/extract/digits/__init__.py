"""Digits that ran together, cut by the identities of the form.

Belongs here: cuts of a run, joint solutions over a table, what they leave open. Does not belong
here: finding the runs in a document.
"""
