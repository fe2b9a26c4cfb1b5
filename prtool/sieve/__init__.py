"""Finds the lines that are worth an exact look, in one pass over raw bytes.

Nothing here knows what a secret is: detectors say by triggers what must stand in a line before they
can find anything there.
"""
