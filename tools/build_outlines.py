"""Makes src/dragoman/web/data/outlines.csv from Natural Earth's country shapes (1:110 million, public domain).

    python tools/build_outlines.py FOLDER

FOLDER holds naturalearth_lowres.shp and .dbf, as the package geopandas 0.14 carries them in geopandas/datasets/naturalearth_lowres
(`pip download geopandas==0.14.4 --no-deps`, then unzip). Outlines are projected, rounded to a tenth of a unit of the drawing, and rings
smaller than a speck are left out.
"""

from __future__ import annotations

import csv
import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from dragoman.web.atlas import HEIGHT, project

TARGET = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "web" / "data" / "outlines.csv"
UNCODED = {"France": "FRA", "Norway": "NOR", "Kosovo": "XKX"}  # Natural Earth writes -99 for them; others without a code are left out
SPECK = 1.5  # units of the drawing: a ring that is narrower and lower isn't seen


def rings(shapes: bytes) -> Iterator[list[list[tuple[float, float]]]]:
    """The rings (longitude, latitude) of each polygon of a shapefile."""
    at = 100
    while at < len(shapes):
        (length,) = struct.unpack_from(">i", shapes, at + 4)
        n_parts, n_points = struct.unpack_from("<2i", shapes, at + 8 + 36)
        parts = [*struct.unpack_from(f"<{n_parts}i", shapes, at + 8 + 44), n_points]
        numbers = struct.unpack_from(f"<{2 * n_points}d", shapes, at + 8 + 44 + 4 * n_parts)
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        yield [points[first:last] for first, last in pairwise(parts)]
        at += 8 + 2 * length


def fields(table: bytes) -> Iterator[dict[str, str]]:
    """The rows of a dBASE table."""
    n_rows, head, size = struct.unpack_from("<IHH", table, 4)
    names = [(table[at : at + 11].rstrip(b"\0").decode(), table[at + 16]) for at in range(32, head - 1, 32)]
    for number in range(n_rows):
        at, row = head + number * size + 1, {}
        for name, width in names:
            row[name] = table[at : at + width].decode("latin-1").strip()
            at += width
        yield row


def path(country: list[list[tuple[float, float]]]) -> str:
    drawn = []
    for ring in country:
        points = list(dict.fromkeys(f"{x:.1f},{y:.1f}" for x, y in (project(lat, lon) for lon, lat in ring)))
        xs, ys = zip(*(map(float, point.split(",")) for point in points), strict=True)
        if max(xs) - min(xs) > SPECK or max(ys) - min(ys) > SPECK:
            drawn.append("M" + "L".join(points) + "Z")
    return "".join(drawn)


def main(folder: Path) -> None:
    found = {}
    shapes = rings((folder / "naturalearth_lowres.shp").read_bytes())
    for row, country in zip(fields((folder / "naturalearth_lowres.dbf").read_bytes()), shapes, strict=True):
        iso3 = UNCODED.get(row["name"], row["iso_a3"])
        if iso3 not in {"-99", "ATA"}:
            found[iso3] = path(country)
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["iso3", "path"])
        writer.writerows(sorted(found.items()))
    print(f"{TARGET}: {len(found)} countries, {TARGET.stat().st_size:,} bytes; the drawing is {HEIGHT} high")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
