"""How far reviewers agree beyond chance: Cohen's kappa for two of them, Krippendorff's alpha for any number with gaps.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20(1), 37-46.
Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania, Annenberg School for Communication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from dragoman.ledger.review.fields import FIELDS, RECORD
from dragoman.ledger.review.log import Decision, in_force
from dragoman.ledger.review.standing import judgement

Codes = Mapping[str, Hashable]  # reviewer to category, of one unit


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two reviewers over the units that both coded.

    Returns:
        -1 to 1, 0 being chance; None without units, or where both gave one and the same category throughout: chance is certainty then.
    """
    n = len(pairs)
    if not n:
        return None
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(count * other[category] for category, count in one.items()) / n**2
    observed = sum(a == b for a, b in pairs) / n
    return (observed - expected) / (1 - expected) if expected < 1 else None


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal data: the categories that each unit was given, by however many reviewers.

    Returns:
        1 for agreement, 0 for chance; None where no unit has two categories, or only one category occurs at all.
    """
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for given in units:
        if len(given) < 2:
            continue
        counts = Counter(given)
        for a, n_a in counts.items():
            for b, n_b in counts.items():
                coincidences[a, b] += n_a * (n_b - (a == b)) / (len(given) - 1)  # type: ignore[assignment]  # a Counter holds fractions too
    totals: Counter[Hashable] = Counter()
    for (a, _), count in coincidences.items():
        totals[a] += count
    n = sum(totals.values())
    expected = n**2 - sum(count**2 for count in totals.values())
    if not expected:
        return None
    differing = sum(count for (a, b), count in coincidences.items() if a != b)
    return 1 - (n - 1) * differing / expected


def agreement(units: Mapping[tuple[str, str], Codes]) -> list[dict[str, Any]]:
    """The coefficients field by field.

    Args:
        units: for each record and field (named `kind.field`) the categories that reviewers gave.

    Returns:
        For each field: `units` coded by two or more, `observed` share of agreeing pairs, `alpha`, and `pairs` of reviewers with `kappa`.
    """
    by_field: dict[str, list[Codes]] = {}
    for (_, name), codes in units.items():
        if len(codes) > 1:
            by_field.setdefault(name, []).append(codes)
    return [_of_field(name, found) for name, found in sorted(by_field.items())]


def _of_field(name: str, found: Sequence[Codes]) -> dict[str, Any]:
    pairs: dict[tuple[str, str], list[tuple[Hashable, Hashable]]] = {}
    for codes in found:
        for a, b in combinations(sorted(codes), 2):
            pairs.setdefault((a, b), []).append((codes[a], codes[b]))
    every = [pair for some in pairs.values() for pair in some]
    return {
        "field": name,
        "units": len(found),
        "observed": sum(a == b for a, b in every) / len(every),
        "alpha": alpha([list(codes.values()) for codes in found]),
        "pairs": [{"reviewers": list(names), "units": len(some), "kappa": kappa(some)} for names, some in sorted(pairs.items())],
    }


def units_of(records: Mapping[str, Sequence[Decision]], *, blind: bool = True) -> dict[tuple[str, str], dict[str, str]]:
    """What each reviewer last said of each field of each record: decisions that stand, without those of adjudicators.

    Args:
        records: the log's rows by record.
        blind: whether only decisions made without seeing others' count, as they must for a coefficient to mean anything.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for record, rows in records.items():
        for row in in_force(rows):
            if row.role == "adjudicator" or (blind and not row.blind):
                continue
            for name in (RECORD, *(f.name for f in FIELDS[row.kind])):
                said = judgement(row, name)
                if said is not None:
                    found.setdefault((record, f"{row.kind}.{name}"), {})[row.by] = said.category
    return found
