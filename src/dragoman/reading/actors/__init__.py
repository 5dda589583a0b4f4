"""Mentions to actors: who is meant, in which office on that day, and to whom pronouns and descriptions refer back."""

from dragoman.reading.actors.entities import Entity, placed
from dragoman.reading.actors.registry import Registry

__all__ = ["Entity", "Registry", "placed"]
