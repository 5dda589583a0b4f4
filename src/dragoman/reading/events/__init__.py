"""Events: acts that the lexicon and the model recognise in the clauses, with the actors in their roles."""

from dragoman.reading.events.candidate import Candidate
from dragoman.reading.events.deciding import decide
from dragoman.reading.events.finding import coded, find
from dragoman.reading.events.matching import match, verb_over
from dragoman.reading.events.recognising import candidates
from dragoman.reading.events.roles import assign
from dragoman.reading.events.salience import salience

__all__ = ["Candidate", "assign", "candidates", "coded", "decide", "find", "match", "salience", "verb_over"]
