"""The reader: ties the steps together, Document in, Reading out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from dragoman.reading import commitments, engagements, events, statements, topics
from dragoman.reading.parsed import Parsed, parse
from dragoman.records import Document, Reading, ReadingWarning


class Reader:
    """Reads documents one after another. Loads the parser and the model on first use and keeps them."""

    def read(self, document: Document) -> Reading:
        """The records that a document yields."""
        if not (document.text or "").strip():
            return Reading(document=document, warnings=(ReadingWarning(code="empty-text", message="the document has no text"),))
        return self._read(parse(document))

    def read_all(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """The readings of many documents, in order."""
        for document in documents:
            yield self.read(document)

    def _read(self, parsed: Parsed) -> Reading:
        about = topics.find(parsed)
        met = engagements.find(parsed, about)
        done = events.find(parsed, about, met)
        said = statements.find(parsed, about, met)
        due = commitments.find(parsed, about, met)
        return Reading(
            document=parsed.document,
            engagements=tuple(met),
            events=tuple(done),
            statements=tuple(said),
            commitments=tuple(due),
            warnings=tuple(dict.fromkeys(parsed.warnings)),
        )


_READER: Reader | None = None


def read(
    text: str, published: dt.date | str | None = None, *, title: str | None = None, publisher: str | None = None, url: str | None = None
) -> Reading:
    """Reads one text.

    Args:
        text: the text as published, without its title.
        published: date of publication (a date or ISO text): relative dates and offices are resolved against it.
        title: the headline, where it is known apart from the text.
        publisher: who published it.
        url: where it was published.

    Returns:
        The reading; every field in it opens to the words that say so.
    """
    global _READER  # noqa: PLW0603 (one reader a process: it holds the models)
    _READER = _READER or Reader()
    day = dt.date.fromisoformat(published) if isinstance(published, str) else published
    return _READER.read(Document.of(text, published=day, title=title, publisher=publisher, url=url))
