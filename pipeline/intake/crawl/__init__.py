"""EDGE: finds the reports where they are published.

Belongs here: sites, their lists, what is asked for, what came back, what of it is a report. Does
not belong here: reading a report (pipeline.documents), the store of originals (pipeline.intake).
Only the modules that run in the process of a crawl import Scrapy.
"""
