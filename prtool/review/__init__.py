"""What a person reviews: the page that shows it all, and the decisions that are remembered."""
