"""The event record to start from (TOML files beside this one)."""
