"""The flat tables: every table, its columns in order, what each means and which are no text. docs/exports.md is held to it."""

from __future__ import annotations

_DOCUMENT = {"document_id": "id of the document"}
_DAY = {
    "day": "the day to count it by, ISO 8601: the first that the words state, else that of publication",
    "day_basis": "where that day comes from: stated or published",
}
_WHEN = {
    "text": "the words of the date",
    "start": "first day, ISO 8601",
    "end": "last day, inclusive",
    "precision": "day, week, month, quarter, year or range",
    "unresolved": "why the words give no dates",
}
_TOPIC = {
    "topic_context": "PLOVER context of the first topic",
    "topic_instrument": "act, accord, mission or programme that the first topic names",
    "topic_conflict": "conflict that the first topic names",
    "topic_label": "the first topic for people",
}
_RECORD = {
    "record_kind": "engagement, event, statement or commitment",
    "record_id": "id of the record in the table of its kind",
}
_ENTRY = {"entry_id": "id of the thing: the same in all reports that a ledger takes for one; without a ledger the record's own"}


def _codes(column: str) -> dict[str, str]:
    return {f"{column}_cow": "its Correlates of War number", f"{column}_gw": "its Gleditsch-Ward number"}


def _actor(role: str, what: str) -> dict[str, str]:
    named = {f"{role}_id": f"id of {what}", f"{role}_name": f"name of {what}", f"{role}_country": f"country of {what}, ISO 3166-1 alpha-3"}
    return named | _codes(role) | {f"{role}_sector": f"PLOVER sector of {what}"}


def _when(name: str) -> dict[str, str]:
    return {f"{name}_{key}": meaning for key, meaning in _WHEN.items()}


_PLACE = (
    {
        "place_name": "canonical name of the place, or the words where it is unresolved",
        "place_country": "its ISO 3166-1 alpha-3 code",
    }
    | _codes("place")
    | {
        "place_admin1": "its first-level administrative unit: the code of ISO 3166-2, after the country's three letters",
        "place_lat": "degrees north, WGS 84",
        "place_lon": "degrees east, WGS 84",
        "place_geonames_id": "its number in GeoNames",
        "place_unresolved": "why there is no place behind the words",
    }
)

#: What one row of each table is.
TABLES = {
    "documents": "One row a reading.",
    "engagements": "Calls, meetings, visits, signings. Everybody in them is in `participants`, everything they were about in `topics`.",
    "events": "Coded acts. `actor_` and `recipient_` columns hold the first of each role; all are in `participants`.",
    "statements": "What was said, by whom.",
    "commitments": "What was promised or agreed. `party_` and `counterparty_` columns hold the first of each; all are in `participants`.",
    "participants": "Everybody in an engagement, event, statement or commitment, a row for each role.",
    "topics": "What a record is about, a row a topic. An event's contexts that no words name follow its topics.",
    "evidence": "Every quotation behind every field. `quote == text[start:end]` in code points of the text.",
    "warnings": "What was left out or not understood.",
}

#: Every table, its columns in order, and what each means.
COLUMNS: dict[str, dict[str, str]] = {
    "documents": _DOCUMENT
    | {
        "title": "headline",
        "publisher": "who published it",
        "url": "where",
        "published": "day of publication, ISO 8601",
        "language": "ISO 639-1",
        "text_sha256": "SHA-256 of the UTF-8 text",
        "n_chars": "length of the text in code points",
        "n_engagements": "how many rows it has in engagements",
        "n_events": "how many in events",
        "n_statements": "how many in statements",
        "n_commitments": "how many in commitments",
        "n_warnings": "how many in warnings",
    },
    "engagements": _DOCUMENT
    | {
        "engagement_id": "id of the engagement",
        **_ENTRY,
        "medium": "meeting, call, video, visit, summit, signing, correspondence, ceremony or other",
        "status": "occurred, ongoing, future, hypothetical, negated, cancelled or historical",
        "status_cue": "the words that give the status",
    }
    | _DAY
    | _when("when")
    | _PLACE
    | {"occasion": "the gathering around it"}
    | _TOPIC
    | {"quote": "the fullest mention of it"},
    "events": _DOCUMENT
    | {
        "event_id": "id of the event",
        **_ENTRY,
        "plover_type": "PLOVER type",
        "plover_mode": "PLOVER mode",
        "cameo": "CAMEO code: text, leading zero kept",
        "quad": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
        "goldstein": "Goldstein score of the CAMEO code",
        "intensity": "PLOVER intensity of type and mode",
        "status": "occurred, ongoing, future, hypothetical, negated, cancelled or historical",
        "status_cue": "the words that give the status",
    }
    | _actor("actor", "the first actor")
    | _actor("recipient", "the first recipient")
    | _DAY
    | _when("when")
    | _PLACE
    | _TOPIC
    | {
        "reporter_id": "id of the outermost reporter; empty: the document's own voice",
        "engagement_id": "id of the engagement that it is part of",
        "confidence": "calibrated probability that type and pair are right",
        "trigger": "the word that triggers it",
        "quote": "the clause that holds it",
    },
    "statements": _DOCUMENT
    | {
        "statement_id": "id of the statement",
        **_ENTRY,
        "stance": "support, oppose, request, commit, inform, thank, regret or warn",
    }
    | _actor("speaker", "the speaker")
    | _actor("addressee", "the addressee")
    | _TOPIC
    | {
        "reporter_id": "id of the outermost reporter; empty: the document's own voice",
        "engagement_id": "id of the engagement at which it was said",
        "cue": "the word of saying",
        "quote": "what was said",
    },
    "commitments": _DOCUMENT
    | {
        "commitment_id": "id of the commitment",
        **_ENTRY,
        "kind": "pledge, agreement, intention or offer",
        "status": "open, fulfilled, broken, overdue, superseded or unclear",
    }
    | _actor("party", "the first who is bound")
    | _actor("counterparty", "the first to whom")
    | _when("deadline")
    | {"condition": "the words of the condition"}
    | _TOPIC
    | {"reporter_id": "id of the outermost reporter; empty: the document's own voice", "action": "the words of the action"},
    "participants": _DOCUMENT
    | _RECORD
    | {
        "position": "place among those of the record, from 1",
        "role": "the role in an engagement or event; speaker, addressee, party, counterparty; reporter for who says that it is so",
        "actor_id": "id of the actor",
        "actor_name": "canonical name",
        "actor_kind": "state, person, office, organisation, subnational, armed_group, people, company or other",
        "actor_country": "ISO 3166-1 alpha-3",
        **_codes("actor"),
        "actor_sector": "PLOVER sector",
        "actor_office": "title held on the date of the text",
        "reports_to": "id of the principal whom a spokesperson or delegate speaks for",
        "start": "offset of the mention's first code point",
        "end": "offset after its last",
        "quote": "the words of the mention",
    },
    "topics": _DOCUMENT
    | _RECORD
    | {
        "position": "place among those of the record, from 1",
        "context": "PLOVER context",
        "instrument": "act, accord, mission or programme that is named",
        "conflict": "conflict that is named",
        "label": "for people; empty for a context that no words name",
    },
    "evidence": _DOCUMENT
    | {
        "record_kind": "engagement, event, statement, commitment or warning",
        "record_id": "id of the record in the table of its kind; a warning's number",
        "field": "the field of the record that the words stand behind, as a path; lists count from 0 (participants.0.actor.evidence)",
        "start": "offset of the first code point",
        "end": "offset after the last",
        "quote": "the words",
    },
    "warnings": _DOCUMENT
    | {
        "warning_number": "place among the document's, from 1",
        "code": "key, listed in record.md",
        "message": "what was left out or not understood",
        "start": "offset of the first code point",
        "end": "offset after the last",
        "quote": "the words",
    },
}
WHEN, PLACE, TOPIC = tuple(_WHEN), tuple(_PLACE), tuple(_TOPIC)

_DATES = {"published", "day", *(f"{name}_{edge}" for name in ("when", "deadline") for edge in ("start", "end"))}
_NUMBERS = {"goldstein", "intensity", "confidence", "place_lat", "place_lon"}
_INTEGERS = {"quad", "position", "warning_number", "start", "end", "place_geonames_id"}


def type_of(column: str) -> str:
    """The type of a column's cells in Frictionless terms: date, number, integer or string."""
    if column in _DATES:
        return "date"
    if column in _NUMBERS:
        return "number"
    return "integer" if column in _INTEGERS or column.startswith("n_") or column.endswith(("_cow", "_gw")) else "string"
