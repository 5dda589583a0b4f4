"""Answers as lines for a person at a terminal: what happened, the words that say so, and where they stand."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.analysis.answers import cite, day_words, names
from dragoman.analysis.page import clean

INDENT = "  "
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_BASIS = {"stated": "", "published": "~", "none": ""}


def wrapped(words: str, width: int, indent: str = INDENT) -> list[str]:
    """A paragraph under a line of an answer."""
    return textwrap.wrap(
        words, width, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False, break_on_hyphens=False
    )


def told(found: Mapping[str, Any], width: int, before: str = "") -> list[str]:
    """A citation with its words."""
    return wrapped(f"{before}“{clean(found['quote'])}” {clean(cite(found))}", width)


def happened(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `timeline`, `search` or `alerts`. A day marked ~ is that of publication."""
    status = f", {row['status']}" if row["kind"] in {"engagement", "event"} else ""  # what became of a promise is `commitments`' answer
    yield from wrapped(clean(f"{_BASIS[row['basis']]}{row['day'] or '?'} {row['kind']} {row['form']}{status}: {_who(row)}"), width, "")
    yield from wrapped(f"“{clean(row['words'])}”", width)
    yield from wrapped(clean(f"{_cited(row)} {row['id']}"), width)
    for differing in row["disagreements"]:
        yield from wrapped(f"sources differ on {differing['field']}: {_values(differing)}", width)


def _who(row: Mapping[str, Any]) -> str:
    who, whom = row.get("who") or row.get("parties") or (), row.get("whom") or row.get("counterparties")
    return ", ".join(who) + (f" → {', '.join(whom)}" if whom else "")


def _cited(row: Mapping[str, Any]) -> str:
    """The citations, each once: an engagement and an event may rest on the same words."""
    return "; ".join(dict.fromkeys(map(cite, row["cites"])))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def period(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `relations`: numbers, then the score with its interval."""
    quads = ", ".join(f"{row[q]} {q.replace('_', ' ')}" for q in QUADS if row[q])
    interval, of_intensity = (_interval(row[f"{score}_low"], row[f"{score}_high"]) for score in ("goldstein", "intensity"))
    again = f" (told {row['reports_of_sources']:,} times, once a source)" if row["reports_of_sources"] != row["events"] else ""
    yield from wrapped(f"{row['period']:<10} {_counted(row['events'], 'event')}{again}: {quads}", width, "")
    yield from wrapped(
        f"Goldstein {row['goldstein_mean']:+.2f} {interval}, PLOVER intensity {row['intensity_mean']:+.2f} {of_intensity}", width
    )


def _interval(low: float | None, high: float | None) -> str:
    return "[one event: no interval]" if low is None or high is None else f"[{low:+.1f} to {high:+.1f}]"


def promise(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `commitments`, with what later reports say of it."""
    to = f" to {', '.join(row['counterparties'])}" if row["counterparties"] else ""
    due = f"due {row['due']}" if row["due"] else "no deadline"
    late = " late" if row["late"] else ""
    yield from wrapped(
        clean(f"{row['status']}{late} ({row['score']:{'+' if row['score'] else ''}d}), {due}: {', '.join(row['parties'])}{to}"), width, ""
    )
    yield from wrapped(f"“{clean(row['action'])}”", width)
    yield from wrapped(clean(f"{'; '.join(map(cite, row['cites']))} {row['id']}"), width)
    for found in row["follow_ups"]:
        yield from told(found["cite"], width, f"{found['relation']} {found['day']}: ")


def entry(found: Mapping[str, Any], width: int) -> Iterator[str]:
    """An entry with its reports, why they were merged and where they differ."""
    yield from wrapped(
        clean(f"{found['id']} {found['kind']} {found['form']}, {found['status']}, {day_words(found['when'])}: {', '.join(names(found))}"),
        width,
        "",
    )
    if found["place"]:
        yield from wrapped(f"where: {clean(found['place']['name'])}", width)
    for one in found["cites"]:
        yield from told(one, width)
    for merged in found["merged"]:
        score = "by hand" if merged["score"] is None else f"with score {merged['score']:.2f}"
        yield from wrapped(f"merged {score}: {merged['a']} and {merged['b']}: {clean('; '.join(merged['reasons']))}", width)
    for differing in found["disagreements"]:
        yield from wrapped(f"sources differ on {differing['field']}: {_values(differing)}", width)


def subject(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `topics`."""
    yield from wrapped(clean(f"{row['period']:<10} {len(row['entries']):>4} {row['topic']}"), width, "")
    yield from wrapped(clean(_cited(row)), width)


def venue(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `places`."""
    counts = (
        f"{_counted(row['engagements'], 'engagement')}, {_counted(row['events'], 'event')}, {row['first'] or '?'} to {row['last'] or '?'}"
    )
    yield from wrapped(clean(f"{row['name']}, {row['country'] or '?'} ({row['lat']:.2f}, {row['lon']:.2f}): {counts}"), width, "")
    yield from wrapped(clean(_cited(row)), width)


def _values(differing: Mapping[str, Any]) -> str:
    return clean(" or ".join(v["value"] for v in differing["values"]))


def news(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `alerts`."""
    what = f"{_who(row)}: “{row.get('words') or row['action']}”" if "mean" not in row else _turn(row)
    yield from wrapped(clean(f"{row['alert']}, {row['form']}: {what}" if "form" in row else f"{row['alert']}: {what}"), width, "")
    for one in row["cites"]:
        yield from wrapped(clean(cite(one)), width)


def _turn(row: Mapping[str, Any]) -> str:
    now, before = f"{row['mean']:+.1f} ({row['events']} events)", f"{row['mean_before']:+.1f} ({row['events_before']} events)"
    return f"{' and '.join(row['who'])}: mean Goldstein score {now} in thirty days, {before} in the year before"


def stats(found: Mapping[str, Any], width: int) -> Iterator[str]:
    """What `ledger stats` tells."""
    span = " to ".join(day or "?" for day in found["published"])
    yield from wrapped(f"{found['ledger']}: {_counted(found['documents'], 'document')}, published {span}", width, "")
    for kind, counts in found["entries"].items():
        yield f"  {_counted(counts['entries'], kind)} from {_counted(counts['reports'], 'report')}"
    pairs = _counted(found["copies"], "pair") + " of copies"
    yield f"  {found['merged']:,} reports merged into others, {pairs}, {_counted(found['follow_ups'], 'follow-up')}"
    readers = ", ".join(f"{version} ({_counted(n, 'document')})" for version, n in found["readers"].items())
    yield from wrapped(f"{_counted(found['decisions'], 'decision')} by people; read by {readers or 'nobody yet'}", width)


def explained(found: Mapping[str, Any], width: int) -> Iterator[str]:
    """What `explain` finds."""
    if found["is"] == "document":
        about = " ".join(filter(None, (found["title"] or "(no title)", found["publisher"], found["published"])))
        yield from wrapped(clean(f"{found['id']} {about}"), width, "")
        counts = ", ".join(f"{n} {what}" for what, n in found["records"].items())
        yield from wrapped(f"{counts}; read by {found['reader']} on {found['added'][:10]}", width)
        return
    yield from entry(found["entry"], width)
    if "code" in found:
        code = found["code"]
        yield from wrapped(
            f"PLOVER {code['plover']['type']} ({code['plover']['covers']}), intensity {code['plover']['intensity']:+.1f}", width
        )
        yield from wrapped(f"CAMEO {code['cameo']['code']} ({code['cameo']['name']}), Goldstein {code['cameo']['goldstein']:+.1f}", width)
        for row in code["reasons"]:
            yield from wrapped("; ".join([f"lexicon: {row['pattern']} ({row['lexicon_code']})", *row["rules"]]), width)
            yield from wrapped("model: " + ", ".join(f"{type_} {share:.2f}" for type_, share in row["model"].items()), width)
    for row in found["reports"]:
        offsets = f"{row['document_id']} {row['start']}–{row['end']}"
        yield from wrapped(f"report {row['id']} ({offsets}), read by {row['reader']} on {row['added'][:10]}", width)
    for row in found["decisions"]:
        yield from wrapped(clean(f"{row['by']} on {row['at'][:10]}: {row['kind']} {row['value'] or ''} {row['reason'] or ''}"), width)
