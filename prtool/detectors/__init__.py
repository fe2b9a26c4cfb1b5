"""Find private data in text units; know nothing of git or of rules."""
