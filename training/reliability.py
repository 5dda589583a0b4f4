"""Draws how far the model's probabilities can be trusted: `docs/calibration.svg`, on the rows kept back from training.

python training/reliability.py
"""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pandas as pd

from dragoman.reading.classifier import Marked, classify
from rows import read

PLOT = Path(__file__).resolve().parents[1] / "docs" / "calibration.svg"
BINS = 8


def table() -> pd.DataFrame:
    """A row a bin of about as many sentences each: mean probability of the likeliest type, share right, number."""
    rows = [row for row in read() if row.split == "test"]
    scores = classify([Marked(row.text, row.source, row.target) for row in rows])
    best = [max(s.types, key=s.types.__getitem__) for s in scores]
    frame = pd.DataFrame(
        {
            "probability": [s.types[b] for s, b in zip(scores, best, strict=True)],
            "right": [b == r.type for b, r in zip(best, rows, strict=True)],
        }
    )
    frame["bin"] = pd.qcut(frame["probability"], BINS, labels=False, duplicates="drop")
    return frame.groupby("bin").agg(probability=("probability", "mean"), right=("right", "mean"), sentences=("right", "size")).reset_index()


def draw(data: pd.DataFrame) -> None:
    """The bins beside the diagonal on which a perfectly calibrated model lies."""
    scale = alt.Scale(domain=[0, 1])
    x, y = alt.X("probability", scale=scale, title="probability given"), alt.Y("right", scale=scale, title="share right")
    diagonal = alt.Chart(pd.DataFrame({"probability": [0, 1], "right": [0, 1]})).mark_line(strokeDash=[4, 4], color="gray").encode(x=x, y=y)
    points = alt.Chart(data).mark_line(point=alt.OverlayMarkDef(size=70)).encode(x=x, y=y)
    (diagonal + points).properties(width=320, height=320, title="Likeliest type: probability and share right").save(str(PLOT))


if __name__ == "__main__":
    found = table()
    draw(found)
    print(found.round(3).to_string(index=False))
