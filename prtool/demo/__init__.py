"""A small program and a private fork of it, to show what prepare does."""
