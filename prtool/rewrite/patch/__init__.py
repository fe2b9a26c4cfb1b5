"""Rewrite a patch where no repository is at hand: only what may change without breaking it."""
