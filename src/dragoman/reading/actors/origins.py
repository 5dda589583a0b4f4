"""Where the words around a mention say that someone is from: the country, the organisation, the company."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.gazetteer.names import Name
from dragoman.reading.mentions import Mention


def senders_country(origins: Sequence[Name]) -> str | None:
    """The sender's country; that of the task ("the special envoy for Yemen") only where nobody says who sends them."""
    own = next((o.country for o in reversed(origins) if o.country and o.kind not in {"posted", "charge"}), None)
    sent = own or any(o.kind == "organisation" for o in origins)
    return own if sent else next((o.country for o in origins if o.kind == "charge"), None)


def posted_from(mention: Mention) -> str | None:
    """The country that sends someone who is posted abroad."""
    return next((o.country for o in mention.origins if o.country and o.kind not in {"posted", "charge"}), None)


def senders_organisation(origins: Sequence[Name]) -> str | None:
    """The id of the organisation or group that someone acts for."""
    return next(
        (o.id for o in reversed(origins) if o.kind in {"organisation", "armed_group"} or (o.kind == "metonym" and "/" in o.id)), None
    )


def company_of(mention: Mention) -> str | None:
    """The id of the company that someone is of."""
    return next((o.id for o in mention.origins if o.kind == "company"), None)


def only_country(mentions: Sequence[Mention]) -> str | None:
    """The one country that a text names, if it names no other: its police, courts and ministers are that country's."""
    found = {
        n.country
        for m in mentions
        for n in (m.name, *m.origins)
        if n is not None and n.country and n.kind in {"state", "adjective", "people", "metonym", "subnational", "person", "place"}
    }
    return next(iter(found)) if len(found) == 1 else None
