"""prtool: turn a private branch into a sanitised, verified upstream contribution."""

__version__ = "0.1.0"
