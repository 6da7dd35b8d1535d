"""What the narrative of a report says of the figures of its tables.

Belongs here: sentences to claims, by the words of schemas/claims.toml. The stage before is the
narrative, the one after pipeline.quality.claims, which holds the claims against the figures.
"""
