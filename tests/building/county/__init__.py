"""The fictional county of the example data: its agencies, their years, their prose, their slips."""
