"""Engagements: the calls, meetings, visits and signings of a text, each put together from every sentence that speaks of it."""

from dragoman.reading.engagements.finding import find

__all__ = ["find"]
