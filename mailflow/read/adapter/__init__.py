"""Bytes to Message: MIME, charsets, HTML, quotes, and what our own server says of the sender."""
