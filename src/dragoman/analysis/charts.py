"""Charts, defined once for notebook, file and page. An HTML file has the library in it: nothing is fetched, no base map either."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.analysis.answers import cite
from dragoman.analysis.relations import By, period
from dragoman.gazetteer.loading import table
from dragoman.records.errors import MissingPartError, UsageError

#: Quads and statuses in colours that people who don't tell red from green can tell apart (Okabe and Ito).
QUADS = {"verbal cooperation": "#56b4e9", "material cooperation": "#0072b2", "verbal conflict": "#e69f00", "material conflict": "#d55e00"}
STATUS = {
    "open": "#56b4e9", "fulfilled": "#009e73", "superseded": "#999999", "unclear": "#cc79a7", "overdue": "#e69f00", "broken": "#d55e00",
}  # fmt: skip
KINDS = ["engagement", "event", "statement", "commitment"]
WIDTH = 640
#: Topics of a stream, the busiest (Okabe and Ito, then greys); what is left is "other topics".
TOPICS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#666666"]
OTHER = "other topics"
FLOWING = 4  # periods
FILLED = 1000  # periods: of more, only those with something in them are drawn
NAMED = 12  # places with their names on the map
CELL = 1.5  # degrees: land on the map is every cell of this size with a populated place in it


def _altair() -> Any:
    try:
        import altair  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingPartError.extra("charts", "a chart") from error  # noqa: S610 (not Django's)
    return altair


def svg(chart: Any) -> str:
    """A chart as an SVG picture, for a page."""
    import vl_convert  # noqa: PLC0415 (comes with altair in the extra)

    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def save(chart: Any, path: Path) -> None:
    """Writes a chart to .svg, .png or .html.

    Raises:
        UsageError: another suffix.
        MissingPartError: the extra [charts] isn't installed.
    """
    suffix = path.suffix.lower()
    if suffix not in {".svg", ".png", ".html"}:
        raise UsageError(f"a chart is written to a .svg, .png or .html file, not {suffix or 'one without a suffix'}")
    if suffix == ".html":
        path.write_text(_page(chart), encoding="utf-8")
    elif suffix == ".png":
        chart.save(str(path), scale_factor=2)
    else:
        chart.save(str(path))


def _page(chart: Any) -> str:
    import vl_convert  # noqa: PLC0415 (comes with altair in the extra)

    return str(vl_convert.vegalite_to_html(chart.to_json(), bundle=True))


def _data(rows: Iterable[Mapping[str, Any]]) -> Any:
    return _altair().Data(values=list(rows))


def _nothing(title: str) -> Any:
    alt = _altair()
    return (
        alt.Chart(_data([{"words": "nothing to show"}]), title=title)
        .mark_text(size=14, color="#666")
        .encode(text="words:N")
        .properties(width=WIDTH, height=80)
    )


def _cut(text: str, length: int = 60) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"


def _days() -> Any:
    """The axis of days: whole dates, which stay readable over weeks and over years."""
    return _altair().Axis(format="%Y-%m-%d", labelOverlap=True, labelAngle=-30, tickCount=10)


def timeline(rows: Iterable[Mapping[str, Any]], title: str = "Timeline") -> Any:
    """Entries by day and kind, coloured by Goldstein score where they have one; a pale mark with a broken rim stands at its publication."""
    alt = _altair()
    shown = [
        {
            "day": r["day"],
            "row": f"{r['kind']}: {r['form']}",
            "status": r["status"],
            "score": r["goldstein"],
            "who": ", ".join(r["who"]),
            "whom": ", ".join(r["whom"]),
            "words": _cut(r["words"], 120),
            "source": cite(r["cites"][0]),
            "day known": "stated" if r["basis"] == "stated" else "by publication",
            "reports": r["reports"],
        }
        for r in rows
        if r["day"]
    ]
    if not shown:
        return _nothing(title)
    order = sorted({r["row"] for r in shown}, key=lambda row: (KINDS.index(row.split(":")[0]), row))
    colour = alt.Scale(scheme="blueorange", reverse=True, domain=[-10, 10])
    return (
        alt.Chart(_data(shown), title=title)
        .mark_point(size=80, strokeWidth=1.5, stroke="#444", invalid=None)  # what has no score is drawn too
        .encode(
            x=alt.X("day:T", title=None, axis=_days(), scale=alt.Scale(padding=12)),
            y=alt.Y("row:N", title=None, sort=order),
            fill=alt.condition("isValid(datum.score)", alt.Fill("score:Q", title="Goldstein", scale=colour), alt.value("#bbbbbb")),
            fillOpacity=alt.condition("datum['day known'] == 'stated'", alt.value(1), alt.value(0.15)),
            strokeDash=alt.condition("datum['day known'] == 'stated'", alt.value([1, 0]), alt.value([2, 2])),
            tooltip=["day:N", "day known:N", "status:N", "who:N", "whom:N", "words:N", "source:N", "reports:Q"],
        )
        .properties(width=WIDTH, height=alt.Step(26))
    )


def relations(rows: Iterable[Mapping[str, Any]], title: str = "Relations") -> Any:
    """Mean Goldstein score a period with its 95 % interval, above the numbers of events by quad that it rests on."""
    alt = _altair()
    shown = list(rows)
    if not shown:
        return _nothing(title)
    means = _data([{name: r[name] for name in ("period", "events", "goldstein_mean", "goldstein_low", "goldstein_high")} for r in shown])
    counts = _data(
        [
            {"period": r["period"], "quad": quad, "events": r[quad.replace(" ", "_")], "order": n}
            for r in shown
            for n, quad in enumerate(QUADS)
        ]
    )
    x = alt.X("period:O", title=None, axis=alt.Axis(labelAngle=-45))
    scale = alt.Scale(domain=[-10, 10])
    tips = ["period:N", "events:Q", "goldstein_mean:Q", "goldstein_low:Q", "goldstein_high:Q"]
    base = alt.Chart(means).encode(x=x)
    zero = (
        alt.Chart(_data([{"zero": 0}]))
        .mark_rule(color="#999")
        .encode(y=alt.Y("zero:Q", title="Goldstein, mean and 95 % interval", scale=scale))
    )
    bars = base.mark_rule(strokeWidth=2, color="#333").encode(y=alt.Y("goldstein_low:Q", scale=scale), y2="goldstein_high:Q", tooltip=tips)
    points = base.mark_point(filled=True, color="#333").encode(
        y=alt.Y("goldstein_mean:Q", scale=scale),
        size=alt.Size("events:Q", title="events", scale=alt.Scale(range=[30, 220]), legend=alt.Legend(tickMinStep=1, format="d")),
        tooltip=tips,
    )
    stack = (
        alt.Chart(counts)
        .mark_bar(width={"band": 0.6})
        .encode(
            x=x,
            y=alt.Y("events:Q", title="events", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("quad:N", title=None, scale=alt.Scale(domain=list(QUADS), range=list(QUADS.values()))),
            order="order:Q",
            tooltip=["period:N", "quad:N", "events:Q"],
        )
        .properties(width=WIDTH, height=120)
    )
    return alt.vconcat((zero + bars + points).properties(width=WIDTH, height=220), stack, title=title).resolve_scale(
        x="shared", color="independent"
    )


def commitments(rows: Iterable[Mapping[str, Any]], title: str = "Commitments", on: dt.date | None = None) -> Any:
    """A Gantt chart: from the day made to the deadline (or today), with what later reports say of each."""
    alt = _altair()
    today = (on or dt.datetime.now(dt.UTC).date()).isoformat()
    shown, later = [], []
    for r in (r for r in rows if r["made"]):
        label = f"{_cut(', '.join(r['parties']), 24)}: {_cut(r['action'], 48)} · {r['id'][-4:]}"
        last = r["follow_ups"][-1]["day"] if r["follow_ups"] and r["status"] in {"fulfilled", "broken", "superseded"} else today
        shown.append(
            {
                "promise": label,
                "made": r["made"],
                "end": r["due"] or last,
                "deadline": r["due"],
                "status": r["status"],
                "source": cite(r["cites"][0]),
            }
        )
        later += [{"promise": label, "day": f["day"], "what": f["relation"], "source": cite(f["cite"])} for f in r["follow_ups"]]
    if not shown:
        return _nothing(title)
    y = alt.Y("promise:N", title=None, sort=alt.EncodingSortField("made", order="ascending"), axis=alt.Axis(labelLimit=420))
    bars = (
        alt.Chart(_data(shown))
        .mark_bar(height=10)
        .encode(
            x=alt.X("made:T", title=None, axis=_days()),
            x2="end:T",
            y=y,
            color=alt.Color("status:N", title=None, scale=alt.Scale(domain=list(STATUS), range=list(STATUS.values()))),
            tooltip=["promise:N", "made:N", "deadline:N", "status:N", "source:N"],
        )
    )
    due = alt.Chart(_data([s for s in shown if s["deadline"]])).mark_tick(color="#000", thickness=2, size=16).encode(x="deadline:T", y=y)
    marks = (
        alt.Chart(_data(later))
        .mark_point(color="#000", fill="#fff", size=60)
        .encode(x="day:T", y=y, shape=alt.Shape("what:N", title="later report"), tooltip=["day:N", "what:N", "source:N"])
    )
    layers = [bars, *([due] if any(s["deadline"] for s in shown) else []), *([marks] if later else [])]
    return alt.layer(*layers, title=title).properties(width=WIDTH, height=alt.Step(20))


def network(rows: Iterable[Mapping[str, Any]], title: str = "Who deals with whom") -> Any:
    """A matrix of the busiest parties: the number of engagements and events, coloured by the mean Goldstein score."""
    alt = _altair()
    pairs = list(rows)
    weight: dict[str, int] = {}
    for r in pairs:
        for side in (r["a"], r["b"]):
            weight[side] = weight.get(side, 0) + r["engagements"] + r["events"]
    order = sorted(weight, key=lambda side: (-weight[side], side))[:25]  # more rows than that are not read
    shown = [
        {"a": one, "b": other, "records": r["engagements"] + r["events"], "score": r["goldstein_mean"], "last": r["last"]}
        for r in pairs
        for one, other in ((r["a"], r["b"]), (r["b"], r["a"]))
        if one in order and other in order
    ]
    if not shown:
        return _nothing(title)
    x, y = alt.X("b:N", title=None, sort=order, axis=alt.Axis(labelAngle=-45)), alt.Y("a:N", title=None, sort=order)
    scale = alt.Scale(scheme="blueorange", reverse=True, domain=[-10, 10])
    base = alt.Chart(_data(shown), title=title)
    cells = base.mark_rect().encode(
        x=x, y=y, color=alt.Color("score:Q", title="Goldstein, mean", scale=scale), tooltip=["a:N", "b:N", "records:Q", "score:Q", "last:N"]
    )
    return (cells + base.mark_text(size=10).encode(x=x, y=y, text="records:Q")).properties(width=alt.Step(26), height=alt.Step(22))


_BY: tuple[By, ...] = ("year", "month", "day")  # by the number of hyphens in the name of a period


def _first_day(name: str) -> dt.date:
    year, _, rest = name.partition("-")
    if rest.startswith("W"):
        return dt.date.fromisocalendar(int(year), int(rest[1:]), 1)
    if rest.startswith("Q"):
        return dt.date(int(year), 3 * int(rest[1:]) - 2, 1)
    return dt.date.fromisoformat(f"{name}-01-01"[:10] if rest == "" else f"{name}-01"[:10])


def every_period(found: Sequence[str]) -> list[str]:
    """The periods from the first to the last, also those in which nothing was: a gap of years isn't a step."""
    if len(found) < 2:
        return list(found)
    first, last = _first_day(found[0]), _first_day(found[-1])
    by: By = "week" if "W" in found[0] else "quarter" if "Q" in found[0] else _BY[found[0].count("-")]
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    whole = list(dict.fromkeys(period(day.isoformat(), by) for day in days))
    return whole if len(whole) <= FILLED else list(found)


def subjects(rows: Iterable[Mapping[str, Any]], title: str = "Topics") -> Any:
    """A stream: the number of entries a period by topic. Few periods are stacked bars, because a stream needs some to flow."""
    alt = _altair()
    found = [(r["period"], r["topic"], len(r["entries"])) for r in rows]
    if not found:
        return _nothing(title)
    total: Counter[str] = Counter()
    for _, topic, n in found:
        total[topic] += n
    named = [topic for topic, _ in sorted(total.items(), key=lambda item: (-item[1], item[0]))[: len(TOPICS)]]
    order = named + [OTHER] * (len(total) > len(named))
    counts: Counter[tuple[str, str]] = Counter()
    for when, topic, n in found:
        counts[when, topic if topic in named else OTHER] += n
    periods = every_period(sorted({when for when, _ in counts}))
    shown = [
        {"period": when, "topic": topic, "order": n, "entries": counts[when, topic]} for when in periods for n, topic in enumerate(order)
    ]
    base = alt.Chart(_data(shown), title=title)
    drawn = base.mark_area(interpolate="monotone") if len(periods) >= FLOWING else base.mark_bar(width={"band": 0.6})
    return drawn.encode(
        x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=-45, labelOverlap=True)),
        y=alt.Y("entries:Q", title="entries", stack="center", axis=alt.Axis(labels=False, ticks=False, grid=False))
        if len(periods) >= FLOWING
        else alt.Y("entries:Q", title="entries", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color("topic:N", title=None, scale=alt.Scale(domain=order, range=[*TOPICS[: len(named)], "#cccccc"]), sort=order),
        order="order:Q",
        tooltip=["period:N", "topic:N", "entries:Q"],
    ).properties(width=WIDTH, height=260)


def venues(rows: Iterable[Mapping[str, Any]], title: str = "Where") -> Any:
    """A map: a circle a place, the larger the more was done there. Land is drawn from the gazetteer's own populated places."""
    alt = _altair()
    shown = [
        {
            "place": r["name"],
            "country": r["country"],
            "lat": r["lat"],
            "lon": r["lon"],
            "engagements": r["engagements"],
            "events": r["events"],
            "records": r["engagements"] + r["events"],
            "last": r["last"],
            "source": cite(r["cites"][0]),
        }
        for r in rows
    ]
    if not shown:
        return _nothing(title)
    land = alt.Chart(_data({"lat": lat, "lon": lon} for lat, lon in _land())).mark_square(size=15, color="#d5d5cf", opacity=1)
    circles = alt.Chart(_data(shown)).mark_circle(color="#0072b2", opacity=0.7, stroke="#fff")
    most = max(r["records"] for r in shown)
    scale = alt.Scale(type="sqrt", domain=[1, max(2, most)], range=[60, 700])
    legend = alt.Legend(values=sorted({1, (most + 1) // 2, most}), format="d")
    named = alt.Chart(_data(_apart(shown))).mark_text(dy=-12, size=11, color="#111")
    return (
        alt.layer(
            land.encode(longitude="lon:Q", latitude="lat:Q"),
            circles.encode(
                longitude="lon:Q",
                latitude="lat:Q",
                size=alt.Size("records:Q", title="records", scale=scale, legend=legend),
                tooltip=["place:N", "country:N", "engagements:Q", "events:Q", "last:N", "source:N"],
            ),
            named.encode(longitude="lon:Q", latitude="lat:Q", text="place:N"),
            title=title,
        )
        .project("equalEarth")
        .properties(width=WIDTH, height=320)
    )


def _apart(shown: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The busiest places whose names don't run into each other."""
    found: list[dict[str, Any]] = []
    for row in shown:
        if len(found) < NAMED and all(abs(row["lat"] - r["lat"]) > 7 or abs(row["lon"] - r["lon"]) > 30 for r in found):
            found.append(row)
    return found


@cache
def _land() -> list[tuple[float, float]]:
    cells = {(round(float(row["lat"]) / CELL), round(float(row["lon"]) / CELL)) for row in table("cities.csv")}
    return [(lat * CELL, lon * CELL) for lat, lon in sorted(cells)]
