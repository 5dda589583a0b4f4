"""How many readings are made at once: one after another, or in worker processes of this machine."""
