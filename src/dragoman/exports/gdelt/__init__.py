"""GDELT 2.0: events and mentions, written and read."""
