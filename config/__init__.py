"""Settings of the program and the rules of its theatre."""
