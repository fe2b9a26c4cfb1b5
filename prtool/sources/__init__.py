"""Turn what the user names into a change set and text units."""
