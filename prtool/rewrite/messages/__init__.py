"""Commit messages as they may leave: what stays out, what is written anew, what a forge makes."""
