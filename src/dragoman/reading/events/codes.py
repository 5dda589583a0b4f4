"""Codes made of others: asking for an act, promising, refusing or threatening it, and announcing one's own."""

from __future__ import annotations

from dragoman import codebook

#: The last digits of "appeal for / demand / reject" an act, by the act's code.
_ASKED = {
    "06": "1",
    "083": "4",
    "081": "51",
    "082": "52",
    "084": "53",
    "085": "54",
    "086": "55",
    "087": "56",
    "045": "8",
    "04": "6",
    "05": "2",
    "07": "3",
}
_REFUSED = {
    "06": "1",
    "083": "3",
    "081": "41",
    "082": "42",
    "084": "43",
    "085": "44",
    "086": "45",
    "087": "46",
    "045": "6",
    "04": "5",
    "07": "2",
}
#: What an act becomes when it is only announced: PLOVER codes promises as AGREE and announced hostility as THREATEN.
ANNOUNCED = {
    "CONSULT": "036",
    "AID": "033",
    "COOPERATE": "031",
    "RETREAT": "035",
    "CONCEDE": "035",
    "SUPPORT": "030",
    "SANCTION": "131",
    "COERCE": "132",
    "ASSAULT": "138",
    "PROTEST": "133",
    "MOBILIZE": "138",
}
#: Finer codes of promises for finer codes of deeds.
_ANNOUNCED_FINER = {
    "061": "0311",
    "062": "0312",
    "063": "0313",
    "064": "0314",
    "071": "0331",
    "072": "0332",
    "073": "0333",
    "074": "0334",
    "045": "039",
    "081": "0351",
    "082": "0352",
    "0841": "0353",
    "0842": "0353",
    "084": "0353",
    "085": "0354",
    "086": "0355",
    "0861": "0355",
    "0862": "0355",
    "0863": "0355",
    "087": "0356",
    "0871": "0356",
    "0872": "0356",
    "0873": "0356",
    "0874": "0356",
    "083": "034",
    "0831": "0341",
    "0832": "0342",
    "0833": "0343",
    "0834": "0344",
    "161": "1313",
    "162": "1311",
    "1621": "1311",
    "1622": "1311",
    "1623": "1311",
    "163": "1312",
    "164": "134",
    "165": "135",
    "166": "136",
    "1661": "136",
    "1662": "136",
    "1663": "136",
    "1721": "1321",
    "1722": "1322",
    "1723": "1323",
    "1724": "1324",
    "191": "1381",
    "192": "1382",
    "175": "137",
    "204": "1385",
    "2041": "1385",
    "2042": "1385",
    "190": "1384",
    "193": "1384",
    "194": "1384",
    "195": "1384",
}


def compose(outer: str, inner: str) -> str:
    """The code of asking for, promising, refusing or threatening an act: 100 (demand) of 0841 (release) is 1053.

    CAMEO numbers roots 02, 10 and 12 alike, by the act that is meant; a code that is already finer stays.
    """
    root = outer[:2]
    if len(outer) > 3 or root not in {"02", "03", "10", "12", "13"}:
        return outer
    if root in {"03", "13"}:
        type_ = codebook.cameo()[inner].type or ""
        found = announced(inner, type_)
    else:
        table = _ASKED if root != "12" else _REFUSED
        key = next((k for k in sorted(table, key=len, reverse=True) if inner.startswith(k)), None)
        found = root + table[key] if key else outer
        if key in {"06", "07"} and len(inner) > 2 and inner[2] != "0":
            found += inner[2]
        elif key == "083" and len(inner) > 3:
            found += inner[3]
    if root == "03" and found[:2] == "13":
        return found if outer in {"03", "030"} else outer  # readiness to do harm is a threat
    fits = found.startswith(outer) or outer.endswith("0") or outer[:3] in {"105", "025", "124"}
    return found if found in codebook.cameo() and found[:2] == root and fits else outer


def announced(code: str, type_: str) -> str:
    """The CAMEO code of announcing what `code` does."""
    return _ANNOUNCED_FINER.get(code, ANNOUNCED.get(type_, code))
