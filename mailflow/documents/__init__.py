"""The documents people attach: their text, worked out in a small process of its own that may be killed."""
