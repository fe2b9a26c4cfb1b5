"""Findings and results as text, one file per format."""
