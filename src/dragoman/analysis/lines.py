"""Answers as lines for a person at a terminal: what happened, the words that say so, and where they stand."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.analysis.answers import cite, day_words, names
from dragoman.analysis.page import clean

INDENT = "  "
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
    whom = f" → {', '.join(row['whom'])}" if row["whom"] else ""
    yield from wrapped(
        clean(f"{_BASIS[row['basis']]}{row['day'] or '?'} {row['kind']} {row['form']}, {row['status']}: {', '.join(row['who'])}{whom}"),
        width,
        "",
    )
    yield from wrapped(f"“{clean(row['words'])}”", width)
    yield from wrapped(clean(f"{'; '.join(map(cite, row['cites']))} {row['id']}"), width)
    for differing in row["disagreements"]:
        yield from wrapped(f"sources differ on {differing['field']}: {_values(differing)}", width)


def period(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `relations`: numbers, then the score with its interval."""
    quads = "/".join(str(row[q]) for q in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"))
    interval, of_intensity = (_interval(row[f"{score}_low"], row[f"{score}_high"]) for score in ("goldstein", "intensity"))
    counts = f"{row['events']:>4} events of {row['reports_of_sources']:>4} sources' reports, quads {quads}"
    yield f"{row['period']:<10} {counts}"
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
    yield from wrapped(clean("; ".join(map(cite, row["cites"]))), width)


def venue(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `places`."""
    counts = f"{row['engagements']} engagements, {row['events']} events, {row['first'] or '?'} to {row['last'] or '?'}"
    yield from wrapped(clean(f"{row['name']}, {row['country'] or '?'} ({row['lat']:.2f}, {row['lon']:.2f}): {counts}"), width, "")
    yield from wrapped(clean("; ".join(map(cite, row["cites"]))), width)


def _values(differing: Mapping[str, Any]) -> str:
    return clean(" or ".join(v["value"] for v in differing["values"]))


def news(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """A row of `alerts`."""
    what = f"“{clean(row.get('words') or row['action'])}”" if "mean" not in row else _turn(row)
    yield from wrapped(f"{row['alert']}: {what}", width, "")
    for one in row["cites"]:
        yield from wrapped(clean(cite(one)), width)


def _turn(row: Mapping[str, Any]) -> str:
    now, before = f"{row['mean']:+.1f} ({row['events']} events)", f"{row['mean_before']:+.1f} ({row['events_before']} events)"
    return f"{' and '.join(row['who'])}: mean Goldstein score {now} in thirty days, {before} in the year before"


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
