"""Asks an OpenAI-compatible endpoint for the three layers, and keeps facts, never words."""
