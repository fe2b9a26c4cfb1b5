"""Private terms: what they are, how they are spelled, what they become."""
