"""The codebook: PLOVER types and modes, CAMEO codes with Goldstein scores, the crosswalk between them, contexts and
sectors.

Sources: PLOVER 0.8 (quads, types, modes, intensities), CAMEO 1.1b3 (codes; numbering of root 16 included), the
crosswalk of September 2021, and the Goldstein scores distributed with CAMEO (016, deny responsibility, at -2.0 and
022 at 3.4: copies in circulation disagree on these two).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dragoman.records import csvfile, yamlfile

DATA = files("dragoman.codebook") / "data"


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """A PLOVER event type: its quad (1-4), its intensity (-10 to 10) and those of its modes, and how its acts are told."""

    type: str
    quad: int
    intensity: float
    covers: str
    modes: dict[str, float]
    traits: frozenset[str]


@dataclass(frozen=True, slots=True)
class CameoEntry:
    """A CAMEO code with its Goldstein score and the PLOVER type, mode and contexts that the crosswalk gives it."""

    code: str
    name: str
    goldstein: float
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]


def load_yaml(name: str) -> Any:
    """The content of a YAML data file of the codebook."""
    return yamlfile.load(DATA / name)


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV data file of the codebook."""
    yield from csvfile.table(DATA / name)


@cache
def types() -> dict[str, TypeEntry]:
    """The 16 PLOVER types by name."""
    return {
        row["type"]: TypeEntry(
            type=row["type"],
            quad=row["quad"],
            intensity=row["intensity"],
            covers=row["covers"],
            modes={mode["mode"]: mode["intensity"] for mode in row["modes"]},
            traits=frozenset(row["traits"]),
        )
        for row in load_yaml("types.yaml")
    }


@cache
def cameo() -> dict[str, CameoEntry]:
    """The CAMEO codes by code."""
    return {
        row["code"]: CameoEntry(
            code=row["code"],
            name=row["name"],
            goldstein=float(row["goldstein"]),
            type=row["type"] or None,
            mode=row["mode"] or None,
            contexts=tuple(filter(None, row["contexts"].split(";"))),
        )
        for row in table("cameo.csv")
    }


@cache
def contexts() -> dict[str, str]:
    """The 37 PLOVER contexts with a label for people."""
    return {row["context"]: row["label"] for row in load_yaml("contexts.yaml")}


@cache
def sectors() -> dict[str, str]:
    """The PLOVER sectors with a label for people."""
    return {row["sector"]: row["label"] for row in load_yaml("sectors.yaml")}


@cache
def types_that(trait: str) -> frozenset[str]:
    """The PLOVER types with a trait: `alone`, `deed`, `directed`, `harm` or `willed` (docs/data.md says what they mean)."""
    return frozenset(name for name, entry in types().items() if trait in entry.traits)


def quad(type_: str) -> int:
    """The quad of a PLOVER type: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return types()[type_].quad


def intensity(type_: str, mode: str | None) -> float:
    """The PLOVER intensity of a type, or of its mode where that has its own."""
    entry = types()[type_]
    return entry.modes.get(mode or "", entry.intensity)


def goldstein(code: str) -> float:
    """The Goldstein score of a CAMEO code; a code finer than the table takes its parent's."""
    while code not in cameo():
        code = code[:-1]
    return cameo()[code].goldstein


@cache
def cameo_actors(kind: str) -> dict[str, str]:
    """CAMEO's codes of actors that differ from ours: of `country`, ISO 3166-1 alpha-3; of `role`, PLOVER sectors; "" where none fits."""
    return {row["code"]: row["stands_for"] for row in table("cameo_actors.csv") if row["kind"] == kind}
