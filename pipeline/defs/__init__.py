"""DAGSTER, thin. Assets, checks, job, schedule, sensors and resources.

Belongs here: what Dagster needs to know. Does not belong here: logic, SQL, polars expressions; an
asset reads, calls one function, returns.
"""
