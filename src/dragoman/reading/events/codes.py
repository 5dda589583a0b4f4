"""Codes made of others: asking for an act, promising, refusing or threatening it, and announcing one's own."""

from __future__ import annotations

from functools import cache

from dragoman import codebook


@cache
def becomes(how: str) -> dict[str, str]:
    """What acts become, by code or PLOVER type, when they are `announced`, `declined`, `asked` or `rejected` (`derived_acts.csv`).

    PLOVER has promises as AGREE and announced hostility as THREATEN. Of `asked` and `rejected` acts these are the digits after the root.
    """
    return {row["act"]: row[how] for row in codebook.table("derived_acts.csv") if row[how]}


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
        table = becomes("asked" if root != "12" else "rejected")
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
    return becomes("announced").get(code) or becomes("announced").get(type_, code)
