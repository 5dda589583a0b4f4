"""Where: places with coordinates."""

from __future__ import annotations

from pydantic import Field

from dragoman.records.base import Record
from dragoman.records.evidence import Evidence


class Place(Record):
    """A place named in the text, resolved to GeoNames where possible."""

    name: str = Field(description="canonical name, or the words where unresolved")
    as_written: str
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-3")
    admin1: str | None = Field(default=None, description="first-level administrative unit")
    lat: float | None = Field(default=None, ge=-90, le=90, description="degrees north, WGS 84")
    lon: float | None = Field(default=None, ge=-180, le=180, description="degrees east, WGS 84")
    geonames_id: int | None = None
    evidence: Evidence
    unresolved: str | None = Field(default=None, description="why there is no place behind the words")
