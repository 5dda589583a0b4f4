"""The world: countries, organisations, offices with terms, instruments, conflicts, places; data files and lookups."""

from dragoman.gazetteer.names import Hit, Name, matcher
from dragoman.gazetteer.offices import Office, Term, offices, offices_of, terms, who

__all__ = ["Hit", "Name", "Office", "Term", "matcher", "offices", "offices_of", "terms", "who"]
