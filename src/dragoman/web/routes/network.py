"""/network: who deals with whom."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import HTMLResponse

from dragoman.analysis.answers import scope
from dragoman.analysis.network import network
from dragoman.records.errors import UsageError
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.drawing import picture, tag
from dragoman.web.lines import actor_address, many, party_name, relation_address
from dragoman.web.pages import shown

router = APIRouter(include_in_schema=False)
PARTIES = 36  # more names than that run into each other
PAIRS = 150
SIZE = 720
Row = dict[str, Any]


@router.get("/network")
def whole(desk: TheDesk, around: str = "") -> HTMLResponse:
    """The busiest pairs, of all or around one party, drawn and as a table."""
    wrong = None
    try:
        centre = scope(around) if around.strip() else ""
    except UsageError:
        centre, wrong = "", "No country or organisation has this name or code."
    found = desk.kept(("network", centre), lambda: _network(desk, centre))
    return shown("network.html", here="/network", around=around, centre=centre, wrong=wrong, **found)


def _network(desk: Desk, centre: str) -> dict[str, Any]:
    pairs = [dict(row, records=row["engagements"] + row["events"]) for row in network(desk.ledger, around=centre or None, limit=PAIRS)]
    pairs = [row for row in pairs if row["records"]]
    weight: dict[str, int] = {}
    for row in pairs:
        for side in (row["a"], row["b"]):
            weight[side] = weight.get(side, 0) + row["records"]
    names = sorted(weight, key=lambda side: (side != centre, -weight[side], side))[:PARTIES]
    edges = [row for row in pairs if row["a"] in names and row["b"] in names]
    return {"picture": _picture(names, weight, edges) if edges else None, "pairs": pairs, "left_out": len(weight) - len(names)}


def _picture(names: list[str], weight: dict[str, int], edges: list[Row]) -> Markup:
    places = layout(len(names), [(names.index(e["a"]), names.index(e["b"]), e["records"]) for e in edges])
    points = {name: (16 + x * (SIZE - 185), 24 + y * (SIZE * 0.72 - 48)) for name, (x, y) in zip(names, places, strict=True)}
    most, top = max(e["records"] for e in edges), max(weight[n] for n in names)
    parts, labels = [], []
    for e in edges:
        (x1, y1), (x2, y2) = points[e["a"]], points[e["b"]]
        mean = e["goldstein_mean"]
        tone = "none" if mean is None else "q1" if mean >= 1 else "q4" if mean <= -1 else "even"
        score = "" if mean is None else f", mean Goldstein score {mean:+.1f}"
        words = f"{party_name(e['a'])} and {party_name(e['b'])}: {many(e['records'], 'record')}{score}"
        width = 1.0 + 7 * (e["records"] / most) ** 0.5
        line = tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=width, class_=f"edge {tone}")
        parts.append(tag("a", tag("title", words) + line, href=relation_address(e["a"], e["b"]), aria_label=words))
    for name in names:
        x, y = points[name]
        radius = 3.5 + 8 * (weight[name] / top) ** 0.5
        words = f"{party_name(name)}: {many(weight[name], 'record')}"
        dot = tag("title", words) + tag("circle", cx=x, cy=y, r=radius, class_="node")
        parts.append(tag("a", dot, href=actor_address(name), aria_label=words))
        labels.append(tag("text", _short(party_name(name)), x=x + radius + 3, y=y + 4, class_="label"))
    return picture([*parts, *labels], SIZE, SIZE * 0.72, "Network of the parties that deal most with each other", "network", role="group")


def _short(name: str) -> str:
    return name if len(name) <= 22 else name[:21].rstrip() + "…"


def layout(n: int, edges: list[tuple[int, int, int]], steps: int = 200) -> list[tuple[float, float]]:
    """Places of nodes between 0 and 1: each pushes the others away, edges pull (Fruchterman and Reingold). The same for the same input."""
    angle = np.arange(n) * 2.399963  # the golden angle spreads them without chance
    at = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.sqrt((np.arange(n)[:, None] + 0.5) / max(n, 1))
    ends = np.array([(a, b) for a, b, _ in edges])
    pull = np.array([1 + w**0.5 for *_, w in edges])[:, None]
    ideal = (3.0 / max(n, 1)) ** 0.5
    for step in range(steps):
        apart = at[:, None] - at[None]
        distance = np.maximum(np.linalg.norm(apart, axis=2, keepdims=True), 1e-3)
        move = (apart * ideal**2 / distance**2).sum(axis=1)
        along = at[ends[:, 0]] - at[ends[:, 1]]
        drawn = along * np.linalg.norm(along, axis=1, keepdims=True) / ideal * pull / pull.mean()
        np.add.at(move, ends[:, 0], -drawn)
        np.add.at(move, ends[:, 1], drawn)
        move -= at * 0.6  # keeps parts that nothing joins in the picture
        length = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        at = at + move / length * np.minimum(length, 0.2 * (1 - step / steps))
    low, high = at.min(axis=0), at.max(axis=0)
    placed = (at - low) / np.maximum(high - low, 1e-9)
    ranked = at.argsort(axis=0).argsort(axis=0) / max(n - 1, 1)  # names need room where many nodes are close together
    return [(float(x), float(y)) for x, y in 0.4 * placed + 0.6 * ranked]
