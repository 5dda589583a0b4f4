"""The columns of GDELT 2.0: 61 of an event, 16 of a mention, and what stands in each."""

from __future__ import annotations

EMPTY = "empty: not known here"


def _actor(n: int, who: str) -> dict[str, str]:
    name = f"Actor{n}"
    religions = {f"{name}Religion{i}Code": EMPTY for i in (1, 2)}
    types = {f"{name}Type{i}Code": EMPTY for i in (2, 3)}
    return {
        f"{name}Code": f"CAMEO code of {who}: its country, then its role",
        f"{name}Name": f"name of {who}, in capitals",
        f"{name}CountryCode": "CAMEO code of its country: ISO 3166-1 alpha-3 but for a few (ROM, TMP)",
        f"{name}KnownGroupCode": EMPTY,
        f"{name}EthnicCode": EMPTY,
        **religions,
        f"{name}Type1Code": "CAMEO role: GOV, MIL, REB ...",
        **types,
    }


def _no_place(name: str) -> dict[str, str]:
    parts = ("FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return {f"{name}_Type": "0: where an actor is named isn't kept"} | {f"{name}_{part}": EMPTY for part in parts}


#: The columns of `.export.CSV`, in order. The file has no header.
EVENTS: dict[str, str] = {
    "GLOBALEVENTID": "number made from the id of the event, below 2^53: the same in every export",
    "SQLDATE": "first day, YYYYMMDD: as stated, else of publication",
    "MonthYear": "YYYYMM",
    "Year": "YYYY",
    "FractionDate": "year and the share of it that is over, ((month - 1) x 30 + day) / 365",
    **_actor(1, "who does it"),
    **_actor(2, "to whom it is done, or the second of those who do it together"),
    "IsRootEvent": "1 where its clause begins within the first 600 code points of the text",
    "EventCode": "CAMEO code: text, leading zero kept",
    "EventBaseCode": "its first three digits",
    "EventRootCode": "its first two",
    "QuadClass": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
    "GoldsteinScale": "Goldstein score of the code",
    "NumMentions": "reports of it",
    "NumSources": "publishers that tell it in their own words",
    "NumArticles": "reports of it",
    "AvgTone": EMPTY,
    **_no_place("Actor1Geo"),
    **_no_place("Actor2Geo"),
    "ActionGeo_Type": "0 no place, 1 a country, 3 a place in the United States, 4 a place elsewhere, 2 and 5 their first-level units",
    "ActionGeo_FullName": "name, first-level unit and country",
    "ActionGeo_CountryCode": "FIPS 10-4",
    "ActionGeo_ADM1Code": "FIPS 10-4 code of the country where that is all that is known; else empty",
    "ActionGeo_ADM2Code": EMPTY,
    "ActionGeo_Lat": "degrees north",
    "ActionGeo_Long": "degrees east",
    "ActionGeo_FeatureID": "FIPS code of a country; else empty (GeoNames numbers aren't those of GNS and GNIS)",
    "DATEADDED": "YYYYMMDDHHMMSS, UTC: when the ledger had it, without one the day of publication",
    "SOURCEURL": "address of the document, or its id",
}

#: The columns of `.mentions.CSV`, in order. The file has no header.
MENTIONS: dict[str, str] = {
    "GLOBALEVENTID": "number of the event",
    "EventTimeDate": "DATEADDED of the event",
    "MentionTimeDate": "day of publication, YYYYMMDDHHMMSS; else that of the event",
    "MentionType": "1 a page with an address, 2 a document without one",
    "MentionSourceName": "publisher, or the host of the address",
    "MentionIdentifier": "address of the document, or its id",
    "SentenceID": EMPTY,
    "Actor1CharOffset": "offset of the actor's mention; -1 without one",
    "Actor2CharOffset": "offset of the other's; -1 without one",
    "ActionCharOffset": "offset of the word that triggers it",
    "InRawText": "1: every event is found in the text as it stands",
    "Confidence": "calibrated probability in per cent, in steps of ten from 10",
    "MentionDocLen": "length of the text in code points",
    "MentionDocTone": EMPTY,
    "MentionDocTranslationInfo": "empty: texts are read in English",
    "Extras": EMPTY,
}
