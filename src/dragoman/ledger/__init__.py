"""Readings -> one record: the store, merging, commitments followed, people's decisions."""

from dragoman.ledger.ledger import Added, Ledger

__all__ = ["Added", "Ledger"]
