"""Proves the promises on the result."""
