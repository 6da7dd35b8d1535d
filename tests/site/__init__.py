"""A web of small government sites on the loopback, to crawl: seven kinds, their habits and traps.

Belongs here: what such sites serve, how they fail, and what they saw of a crawler (`log`). Does not
belong here: anything of the crawler. Hosts, agencies and reports are invented.
"""
