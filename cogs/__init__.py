"""Slash commands, one file a group: parse, one call, one reply."""
