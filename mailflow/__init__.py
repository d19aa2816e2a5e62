"""mailflow turns a volunteer organisation's mailbox into a workflow that never drops a request."""

__version__ = "0.1.0"
