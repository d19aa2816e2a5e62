"""Real mail servers on loopback, made for one test and thrown away after it."""
