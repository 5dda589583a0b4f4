"""Small charts as SVG: drawn here, without script, in the colours of the page (classes, no style attributes).

Every chart comes with the numbers that it shows as a table on the page; the drawing itself is one image to a screen reader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from dragoman.analysis.relations import QUADS
from dragoman.web.lines import QUADS as QUAD_NAMES
from dragoman.web.wording import day_words, many, signed

WIDTH, LEFT, RIGHT = 720, 44, 12
TOP, SCORES, GAP, COUNTS, FOOT = 14, 150, 22, 70, 34  # heights of the parts of a relations chart


def tag(name: str, content: object = "", **attributes: object) -> Markup:
    """An SVG element; everything is escaped, numbers are rounded, `_` in a name becomes `-`."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.strip("_").replace("_", "-"), _number(value)) for key, value in attributes.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, content)  # noqa: S704 (the names are our own)


def _number(value: object) -> object:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def picture(parts: Sequence[Markup], width: float, height: float, label: str, kind: str = "chart", *, role: str = "img") -> Markup:
    """A drawing with its description; `role` is "group" for one whose parts are links."""
    inside = tag("title", label) + Markup("").join(parts)
    return tag("svg", inside, viewBox=f"0 0 {width:g} {height:g}", role=role, class_=kind, aria_label=label)


def relations(rows: Sequence[Mapping[str, Any]], whose: str) -> Markup:
    """Mean Goldstein score a period with its 95 % interval, above the numbers of events by quad that it rests on."""
    names = periods(rows[0]["period"], rows[-1]["period"])
    places = {name: number for number, name in enumerate(names)}
    step = (WIDTH - LEFT - RIGHT) / len(names)
    most = max((r["events"] for r in rows), default=1)
    base = TOP + SCORES + GAP + COUNTS

    def level(score: float) -> float:
        return TOP + SCORES * (10 - score) / 20

    parts = [_rule(level(score), signed(score, 0), "zero" if score == 0 else "grid") for score in (10, 5, 0, -5, -10)]
    parts += [tag("text", "score", x=LEFT - 6, y=level(10) + 18, class_="tick end")]
    parts += [_rule(base, "0", "zero"), tag("text", str(most), x=LEFT - 6, y=base - COUNTS + 4, class_="tick end")]
    parts += [tag("text", "events", x=LEFT - 6, y=base - COUNTS + 18, class_="tick end")]
    for row in rows:
        x = LEFT + step * (places[row["period"]] + 0.5)
        note = tag("title", _period_words(row))
        low, high, mean = row["goldstein_low"], row["goldstein_high"], row["goldstein_mean"]
        drawn = [tag("line", x1=x, x2=x, y1=level(low), y2=level(high), class_="interval")] if low is not None else []
        size, kind = 2.5 + min(4.5, row["events"] ** 0.5), "mean" if low is not None else "mean alone"
        drawn.append(tag("circle", cx=x, cy=level(mean), r=size, class_=kind))
        drawn += _stack(row, x, min(step * 0.7, 26), base, COUNTS / most)
        parts.append(tag("g", note + Markup("").join(drawn), class_="period"))
    parts += _labels(names, step, base)
    return picture(parts, WIDTH, base + FOOT, f"Mean Goldstein score of {whose} with 95 % interval, and number of events, by period")


def periods(first: str, last: str) -> list[str]:
    """Every month, quarter or year from one to another, those without events too ("2025-03", "2025-Q1", "2025")."""
    year, _, rest = first.partition("-")
    parts = 4 if rest.startswith("Q") else 12 if rest else 1
    number = int(year) * parts + (int(rest.lstrip("Q")) - 1 if rest else 0)
    found = [first]
    while found[-1] < last:
        number += 1
        year, part = str(number // parts), number % parts + 1
        found.append(year if parts == 1 else f"{year}-Q{part}" if parts == 4 else f"{year}-{part:02d}")
    return found


def _period_words(row: Mapping[str, Any]) -> str:
    low, high = row["goldstein_low"], row["goldstein_high"]
    interval = f", 95 % interval {signed(low)} to {signed(high)}" if low is not None else ", one event: no interval"
    return f"{row['period']}: {many(row['events'], 'event')}, mean {signed(row['goldstein_mean'])}{interval}"


def _rule(y: float, label: str, kind: str) -> Markup:
    return tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_=kind) + tag("text", label, x=LEFT - 6, y=y + 4, class_="tick end")


def _stack(row: Mapping[str, Any], x: float, width: float, base: float, scale: float) -> list[Markup]:
    drawn, top = [], base
    for number, name in QUADS.items():
        height = row[name] * scale
        if height:
            top -= height
            drawn.append(tag("rect", x=x - width / 2, y=top, width=width, height=height, class_=f"q{number}"))
    return drawn


def _labels(names: Sequence[str], step: float, base: float) -> list[Markup]:
    every = max(1, -(-len(names) * 52 // (WIDTH - LEFT - RIGHT)))  # a label takes 52 units
    return [
        tag("text", name, x=LEFT + step * (number + 0.5), y=base + 18, class_="tick middle")
        for number, name in enumerate(names)
        if number % every == 0
    ]


def legend() -> list[tuple[str, str]]:
    """Classes and names of the quads."""
    return [(f"q{number}", name) for number, name in QUAD_NAMES.items()]


def terms(rows: Sequence[Mapping[str, Any]], today: dt.date) -> Markup:
    """Offices over time, one bar each; `rows` have `label`, `first` and `last` (ISO days or None)."""
    days = [dt.date.fromisoformat(r[end]) for r in rows for end in ("first", "last") if r[end]]
    if not days:
        return Markup("")
    start, end = min(days), max([*days, today])
    span = max((end - start).days, 1)
    height = 30

    def at(day: dt.date) -> float:
        return 8 + (WIDTH - 16) * (day - start).days / span

    parts = []
    for number, row in enumerate(rows):
        top = number * height + 4
        first = dt.date.fromisoformat(row["first"]) if row["first"] else start
        last = dt.date.fromisoformat(row["last"]) if row["last"] else today
        since, until = (day_words(row[end]) if row[end] else other for end, other in (("first", "earlier"), ("last", "now")))
        words = f"{row['label']}: {since} to {until}"
        bar = tag("rect", x=at(first), y=top + 16, width=max(at(last) - at(first), 2.0), height=8, rx=2, class_="term")
        left = at(first) < WIDTH * 0.6
        name = tag("text", row["label"], x=at(first) if left else at(last), y=top + 11, class_="label" if left else "label end")
        parts.append(tag("g", tag("title", words) + bar + name))
    bottom = len(rows) * height + 18
    for year in _years(start, end):
        x = at(dt.date(year, 1, 1))
        parts.insert(0, tag("line", x1=x, x2=x, y1=0, y2=bottom - 14, class_="grid"))
        parts.append(tag("text", str(year), x=x, y=bottom, class_="tick middle"))
    return picture(parts, WIDTH, bottom + 4, "Offices over time")


def _years(start: dt.date, end: dt.date) -> list[int]:
    step = max(1, (end.year - start.year) // 8)
    return [year for year in range(start.year + 1, end.year + 1) if year % step == 0]
