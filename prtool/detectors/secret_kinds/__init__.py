"""Secrets with a format or a place of their own, one file for each theme; see ``table``."""
