"""The map: country outlines in the Equal Earth projection, and where a place lies on it.

The outlines are those of Natural Earth (public domain), simplified; `tools/build_outlines.py` projects them into `data/outlines.csv`.
"""

from __future__ import annotations

import csv
import io
import math
from functools import cache
from importlib.resources import files

WIDTH, HEIGHT = 1000, 430  # of the drawing; it ends at 58 degrees south, where there is only Antarctica
_A = (1.340264, -0.081106, 0.000893, 0.003796)  # the polynomial of Equal Earth (Šavrič, Patterson and Jenny 2018)
_ROOT = math.sqrt(3) / 2
_EDGE = 2.7066299  # x of 180 degrees east on the equator


def project(lat: float, lon: float) -> tuple[float, float]:
    """Degrees north and east to a point of the drawing."""
    t = math.asin(_ROOT * math.sin(math.radians(lat)))
    t2, t6 = t * t, t**6
    x = math.radians(lon) * math.cos(t) / (_ROOT * (_A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)))
    y = t * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))
    scale = WIDTH / 2 / _EDGE
    return WIDTH / 2 + x * scale, 238 - y * scale


@cache
def outlines() -> dict[str, str]:
    """SVG paths of countries and territories by ISO 3166-1 alpha-3."""
    text = (files("dragoman.web") / "data" / "outlines.csv").read_text(encoding="utf-8")
    return {row["iso3"]: row["path"] for row in csv.DictReader(io.StringIO(text))}


@cache
def graticule() -> str:
    """Meridians and parallels every thirty degrees, as one path."""
    meridians = [[project(lat, lon) for lat in range(-56, 85, 7)] for lon in range(-180, 181, 30)]
    parallels = [[project(lat, lon) for lon in range(-180, 181, 10)] for lat in range(-30, 61, 30)]
    return " ".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in line) for line in meridians + parallels)
