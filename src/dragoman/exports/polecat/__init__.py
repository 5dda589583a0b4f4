"""POLECAT: its 40 columns, written and read."""
