"""Reads redaction_rules.yaml."""
