"""Where: the places that a text names, and the one where something happens told apart from those merely mentioned."""

from dragoman.reading.places.listing import find, place_at
from dragoman.reading.places.resolving import resolve_spans
from dragoman.reading.places.scenes import event_place
from dragoman.reading.places.toponym import Toponym, place_of

__all__ = ["Toponym", "event_place", "find", "place_at", "place_of", "resolve_spans"]
