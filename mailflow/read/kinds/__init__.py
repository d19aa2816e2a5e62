"""Who sent it: machines, lists, bounces, our own mail, and staff's commands."""
