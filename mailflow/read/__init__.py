"""Reading: the bytes of a mail become what it means. Nothing here knows a socket, a file, a database or the clock."""
