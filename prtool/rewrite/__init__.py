"""Turn a change set and a plan into public history."""
