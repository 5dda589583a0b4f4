"""Countries and the codes that others use for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from dragoman.gazetteer.loading import rows
from dragoman.gazetteer.offices import bounds


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
    official: str
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
            official=row["official"],
            capital=row["capital"],
            region=row["region"],
            status=row["status"],
        )
        for row in rows("countries.yaml")
    }


#: Second-level labels under which the countries' governments publish: "www.mofa.go.jp", "diplomatie.gouv.fr".
_GOVERNMENT = {"admin", "gc", "go", "gob", "gouv", "gov", "government", "govt", "gub", "mil"}


@cache
def blocs() -> dict[str, int]:
    """How many member states an organisation has, by its id, where the table tells them."""
    return {row["id"]: len(row["members"]) for row in rows("organisations.yaml") if row["members"]}


def country_of_domain(host: str) -> str | None:
    """The ISO3 code of the country whose government publishes under a host name, if it tells: "www.state.gov", "www.gov.uk"."""
    *_, second, top = ("", "", *host.lower().rstrip(".").split("."))
    if top in {"gov", "mil"}:
        return "USA"
    if second not in _GOVERNMENT:
        return None
    iso2 = "GB" if top == "uk" else top.upper()
    return next((c.iso3 for c in countries().values() if c.iso2 == iso2), None)


@cache
def _single_names() -> dict[str, str]:
    return {row["name"]: row["iso3"] for row in rows("countries.yaml") if " " not in row["name"] and len(row["name"]) > 5}


def misspelt_state(word: str) -> str | None:
    """The ISO3 code of the one state whose name differs from a word by a single slip ("Afganistan"), if there is one."""
    if len(word) < 6 or not word.isalpha() or not word.istitle():
        return None
    found = {iso3 for name, iso3 in _single_names().items() if name[0] == word[0] and DamerauLevenshtein.distance(name, word) == 1}
    return found.pop() if len(found) == 1 else None


@cache
def _armed_terms() -> dict[str, tuple[tuple[dt.date, dt.date, str], ...]]:
    return {
        row["id"]: tuple(
            (bounds(t["start"])[0], bounds(t["end"])[1] if t["end"] else dt.date.max, t["sector"]) for t in row.get("terms") or ()
        )
        for row in rows("armed_groups.yaml")
    }


def armed_group_sector(id_: str, on: dt.date | None) -> str | None:
    """What an armed group was on a day: the Taliban were rebels, then a government, then rebels, then a government."""
    return next((sector for first, last, sector in reversed(_armed_terms().get(id_, ())) if on and first <= on <= last), None)
