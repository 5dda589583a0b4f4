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
from dragoman.web import questions
from dragoman.web.desk import Desk, TheDesk
from dragoman.web.drawing import picture, tag
from dragoman.web.lines import actor_address, party_name, relation_address
from dragoman.web.pages import shown
from dragoman.web.wording import UNKNOWN, many, signed

router = APIRouter(include_in_schema=False)
PARTIES = 36  # more names than that run into each other
PAIRS = 150
SIZE = 720
LETTER = 6.9  # mean width of one in a name
LONGEST = 30  # letters of a name
Row = dict[str, Any]
Box = tuple[float, float, float, float]


@router.get("/network")
def whole(desk: TheDesk, around: str = "") -> HTMLResponse:
    """The busiest pairs, of all or around one party, drawn and as a table."""
    wrong = None
    try:
        centre = scope(around) if around.strip() else ""
    except UsageError:
        centre, wrong = "", UNKNOWN
    found = desk.kept(("network", centre), lambda: _network(desk, centre))
    return shown("network.html", here="/network", around=around, centre=centre, wrong=wrong, **found)


def _network(desk: Desk, centre: str) -> dict[str, Any]:
    pairs = [dict(row, records=row["engagements"] + row["events"]) for row in network(desk.ledger, around=centre or None, limit=PAIRS)]
    pairs = questions.precisely(desk.ledger, [row for row in pairs if row["records"]])
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
    parts = []
    for e in edges:
        (x1, y1), (x2, y2) = points[e["a"]], points[e["b"]]
        mean = e["goldstein_mean"]
        tone = "unscored" if mean is None else "q1" if mean >= 1 else "q4" if mean <= -1 else "even"
        score = "" if mean is None else f", mean Goldstein score {signed(mean)}"
        words = f"{party_name(e['a'])} and {party_name(e['b'])}: {many(e['records'], 'record')}{score}"
        width = 1.0 + 7 * (e["records"] / most) ** 0.5
        line = tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=width, class_=f"edge {tone}")
        parts.append(tag("a", tag("title", words) + line, href=relation_address(e["a"], e["b"]), aria_label=words))
    nodes = {name: (*points[name], 3.5 + 8 * (weight[name] / top) ** 0.5) for name in names}
    for name, (x, y, radius) in nodes.items():
        words = f"{party_name(name)}: {many(weight[name], 'record')}"
        dot = tag("title", words) + tag("circle", cx=x, cy=y, r=radius, class_="node")
        parts.append(tag("a", dot, href=actor_address(name), aria_label=words))
    return picture(
        [*parts, *_labels(nodes)], SIZE, SIZE * 0.72, "Network of the parties that deal most with each other", "network", role="group"
    )


def _labels(nodes: dict[str, tuple[float, float, float]]) -> list[Markup]:
    """The name of each node beside, over or under it, where it runs into least."""
    taken = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius in nodes.values()]
    drawn = []
    for name, (x, y, radius) in nodes.items():
        words = _short(party_name(name))
        long = LETTER * len(words)
        beside, over = radius + 3, radius + 5
        sides = {
            "": (x + beside, y + 4, x + beside),
            "end": (x - beside, y + 4, x - beside - long),
            "middle over": (x, y - over, x - long / 2),
            "middle under": (x, y + over + 9, x - long / 2),
        }
        boxes = {side: (left, base - 10, left + long, base + 3) for side, (_, base, left) in sides.items()}
        side = min(boxes, key=lambda side: _in_the_way(boxes[side], taken))
        taken.append(boxes[side])
        drawn.append(tag("text", words, x=sides[side][0], y=sides[side][1], class_=f"label {side}".strip()))
    return drawn


def _in_the_way(box: Box, taken: list[Box]) -> int:
    """How much a box runs into; to leave the picture is worst."""
    left, top, right, bottom = box
    outside = left < 0 or right > SIZE or top < 0
    return 100 * outside + sum(left < x2 and x1 < right and top < y2 and y1 < bottom for x1, y1, x2, y2 in taken)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


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
