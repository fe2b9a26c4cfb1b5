"""What was measured at an endpoint: its values, its file, what it means, and how two compare."""
