"""The 40 columns of POLECAT and what stands in each."""

from __future__ import annotations

EMPTY = "empty: not known here"


def _side(name: str, who: str) -> dict[str, str]:
    return {
        f"{name} Name": f"name of {who}",
        f"{name} Country": "ISO 3166-1 alpha-3",
        f"{name} COW": "Correlates of War number of the country",
        f"Primary {name} Sector": "PLOVER sector",
        f"{name} Sectors": "the same",
        f"{name} Title": "office held on the date of the text",
        f"{name} Name Raw": "as written",
        f"Wikipedia {name} ID": EMPTY,
    }


#: The columns in order; the file has them as its header, with tabs between.
COLUMNS: dict[str, str] = {
    "Event ID": "id of the event: the same in every export",
    "Event Date": "first day, ISO 8601: as stated, else of publication",
    "Event Type": "PLOVER type",
    "Event Mode": "PLOVER mode",
    "Intensity": "PLOVER intensity of type and mode (files that call it Event Intensity are read too)",
    "Quad Code": "V-COOP, M-COOP, V-CONF or M-CONF: verbal or material, cooperation or conflict",
    "Contexts": "PLOVER contexts, semicolons between",
    **_side("Actor", "who does it"),
    **_side("Recipient", "to whom it is done, or the second of those who do it together"),
    "Placename": "name of the place",
    "City": "the same where it is no country and no first-level unit",
    "District": EMPTY,
    "Province": "first-level administrative unit",
    "Country": "ISO 3166-1 alpha-3",
    "Latitude": "degrees north",
    "Longitude": "degrees east",
    "GeoNames ID": "its number in GeoNames",
    "Raw Placename": "as written",
    "Feature Type": EMPTY,
    "Source": "publisher",
    "Publication Date": "ISO 8601",
    "Story People": "people in the document, semicolons between",
    "Story Organizations": "organisations in it",
    "Story Locations": "places in it",
    "Language": "ISO 639-1",
    "Version": "the program and version that coded it",
}
QUADS = {1: "V-COOP", 2: "M-COOP", 3: "V-CONF", 4: "M-CONF"}
#: Names that some released files give to a column.
OTHER_NAMES = {"Event Intensity": "Intensity"}
