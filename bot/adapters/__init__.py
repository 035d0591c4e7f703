"""The only code that touches the world: network, child processes, database, files of the record."""
