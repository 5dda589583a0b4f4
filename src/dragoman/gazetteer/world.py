"""Countries and the codes that others use for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dragoman.gazetteer.loading import rows


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory with its codes (None where a scheme has none)."""

    iso3: str
    iso2: str
    numeric: str | None
    cow: int | None
    gw: int | None
    fips: str | None
    name: str
    capital: str | None
    region: str
    status: str


@cache
def countries() -> dict[str, Country]:
    """Every country by ISO 3166-1 alpha-3."""
    return {
        row["iso3"]: Country(
            iso3=row["iso3"],
            iso2=row["iso2"],
            numeric=row["numeric"],
            cow=row["cow"],
            gw=row["gw"],
            fips=row["fips"],
            name=row["name"],
            capital=row["capital"],
            region=row["region"],
            status=row["status"],
        )
        for row in rows("countries.yaml")
    }
