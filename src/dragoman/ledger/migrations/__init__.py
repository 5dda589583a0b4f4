"""The versions of the tables, oldest first; `opening.py` runs them."""
