"""The commands as straight-line calls."""
