"""Pure decisions and the values they are made of; no clock, no framework, no input or output."""
