"""Writes the pull request text."""
