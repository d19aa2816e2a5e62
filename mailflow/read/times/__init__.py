"""Dates, times, zones, lengths and recurrences: strict grammars, no guess."""
