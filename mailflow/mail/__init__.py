"""Where mail comes in and leaves: IMAP and Maildir for the one, SMTP and Maildir for the other."""
