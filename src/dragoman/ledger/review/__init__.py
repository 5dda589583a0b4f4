"""People's review of the record: an append-only log of decisions on fields, what they come to, and how far reviewers agree.

`dragoman.ledger.review.desk.Review` is the desk of a ledger. Corrections enter the entries (`settling.py`); the reader's values
stay in the reports.
"""
