"""What follows from a mail: state, reading and time in; changes and replies out. Pure: no socket, file or clock."""
