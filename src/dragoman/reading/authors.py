"""Authors: whose words a whole text is, where it is a statement, letter or speech told in the first person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.reading import language, mentions
from dragoman.reading.mentions import Mention
from dragoman.reading.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BY = re.compile(r"\b(?:address|letter|message|proclamation|remarks|speech|statement)\b[^:]{0,40}?\b(?:by|from|of)\s+(.+)", re.I)
_KINDS = {"person", "office"}


def author(
    title: str | None, passages: Sequence[Passage], docs: Sequence[Doc | None], found: Sequence[Sequence[Mention]]
) -> Mention | None:
    """Whoever the title names as author ("Statement by President X on"), or who stands alone with an office on the first line."""
    of = _BY.search(title or "")
    if of is not None:
        (named,) = language.parse([of[1]])
        first = next((m for m in mentions.scan(named, Passage(0, 0, "headline"), 0) if m.kind in _KINDS), None)
        return None if first is None or first.former or first.first > 1 else first
    for passage, doc, held in zip(passages, docs, found, strict=True):
        if doc is not None and passage.kind != "boilerplate":
            return _alone(doc, held)
    return None


def _alone(doc: Doc, held: Sequence[Mention]) -> Mention | None:
    """The titled person of whose name and office a line consists."""
    person = next((m for m in held if m.kind == "person" and m.titles), None)
    if person is None:
        return None
    covered = {i for a, b in ((person.first, person.last), *person.appositions) for i in range(a, b + 1)}
    return person if all(t.i in covered or t.is_punct for t in doc) else None
