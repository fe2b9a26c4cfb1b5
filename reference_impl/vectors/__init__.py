"""Recorded cases, run against this implementation (`python -m reference_impl vectors`)."""
