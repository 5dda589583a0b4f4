"""Mentions: the stretches of a passage that name or describe someone who can act, before anyone asks who that is.

A mention is put together from names that the gazetteer knows, titles, capitalised names after titles, named entities of
the parser, and generic nouns for people and groups ("Turkish police"). Resolution to actors is the next step (`actors`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.reading.mentions.belonging import tie_employers, tie_principals
from dragoman.reading.mentions.described import described
from dragoman.reading.mentions.known_names import mark_known
from dragoman.reading.mentions.marked import Marked
from dragoman.reading.mentions.mention import Mention
from dragoman.reading.mentions.named import named_at, tie_posts
from dragoman.reading.mentions.person_names import mark_people
from dragoman.reading.mentions.pronouns import GROUP_NOUNS, PRONOUNS, pronouns
from dragoman.reading.mentions.strangers import strangers
from dragoman.reading.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["GROUP_NOUNS", "PRONOUNS", "Mention", "scan"]


def scan(doc: Doc, passage: Passage, index: int) -> list[Mention]:
    """The mentions in a parsed passage, in order; inner ones (an adjective within "Kenyan officials") are marked `modifier`."""
    marked = Marked(doc, passage, index)
    mark_known(marked)
    mark_people(marked)
    found: list[Mention] = []
    position = 0
    taken: set[int] = set()
    while position < len(doc):
        group = named_at(marked, position)
        if group is None:
            position += 1
            continue
        mention, position = group
        found.append(mention)
        taken.update(range(mention.first, mention.last + 1))
    tie_posts(marked, found)
    found += described(marked, found, taken)
    tie_employers(marked, found)
    tie_principals(marked, found)
    found += strangers(marked, taken)
    found += pronouns(marked, taken)
    found.sort(key=lambda m: (m.first, -m.last))
    return found
