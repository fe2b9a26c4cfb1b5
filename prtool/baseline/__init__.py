"""Findings that are known and may stay: their file, what names them, and what they silence."""
