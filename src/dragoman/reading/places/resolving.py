"""Which place a name means, all names of a text together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from dragoman.gazetteer.names import Hit, matcher
from dragoman.gazetteer.places import TOWNS, Candidate, Context, candidates, container, key, prior, ranked
from dragoman.reading.places.holding import with_holders
from dragoman.reading.places.presence import REACH, SURE, Around, ballots, votes_of_others
from dragoman.reading.places.toponym import Toponym

_ROUNDS = 3  # by then nothing changes in news texts
_BESIDE = 40  # places of the text that are compared with each other; more cost time and add nothing
_OPTIONS = 5  # bearers of one name that are weighed in this way
_ALONE = 0.6  # share of one country among all that the text names, here and as a whole, before an unknown name is taken to lie there too
_FACILITY_REACH = 600  # code points: a building is in the town last named


def resolve_spans(text: str, spans: Iterable[tuple[int, int]], hits: list[Hit] | None = None) -> list[Toponym]:
    """The place that each span of a text names, decided together: each place named makes those around it likelier."""
    ordered = sorted(set(spans))
    hits = matcher().find(text) if hits is None else hits
    names = with_holders(text, ordered, hits)
    said = list(votes_of_others(hits, ordered))
    groups: dict[str, list[Toponym]] = defaultdict(list)
    for name in names:
        groups[key(name.text)].append(name)
    for _ in range(_ROUNDS):
        around = Around(*ballots(names, said), _settled(names), _possible(groups))
        before = [name.found for name in names]
        for same, group in groups.items():
            _decide(same, group, around)
        if before == [name.found for name in names]:
            break
    countries_ = ballots(names, said)[0]
    for name in names:
        if name.found is None or name.found.note:
            _place_unknown(name, names, (countries_.near(name.start, key(name.text)), countries_.total))
    return names


def _settled(names: list[Toponym]) -> list[Candidate]:
    """The towns and units that the text names beyond doubt."""
    sure = [n.found for n in names if n.found is not None and n.sure >= SURE and not n.found.note]
    return list({place.key: place for place in sure if place.kind in {*TOWNS, "admin1"}}.values())[:_BESIDE]


def _possible(groups: dict[str, list[Toponym]]) -> list[tuple[str, Candidate]]:
    """The towns that unsettled names may mean, so that two of them that lie close together can speak for each other."""
    found: list[tuple[str, Candidate]] = []
    for same, group in groups.items():
        if group[0].sure >= SURE and group[0].found is not None:
            continue
        towns = sorted((place for place in candidates(group[0].text) if place.kind in TOWNS and not place.note), key=prior, reverse=True)
        found += ((same, place) for place in towns[:_OPTIONS])
    return found[:_BESIDE]


def _decide(same: str, group: list[Toponym], around: Around) -> None:
    """One sense for all bearers of a name in a text, save where the words beside one say otherwise."""
    own = {place.key for place in candidates(group[0].text)}
    held: list[Toponym] = []
    free = [name for name in group if not name.within]
    for name in group:
        if name.within:
            context = around.context(name, same, own)
            _take(name, ranked(name.text, context), context)
            (held if name.found is None or name.found.fit > 1 else free).append(name)
    if held:
        for name in free:
            name.found, name.sure, name.reason = held[0].found, held[0].sure, held[0].reason
            name.country, name.admin1 = held[0].country, held[0].admin1
        return
    total: dict[Candidate, float] = defaultdict(float)
    contexts = [replace(around.context(name, same, own), within=()) for name in free]
    for name, context in zip(free, contexts, strict=True):
        for value, place in ranked(name.text, context):
            total[place] += value
    order = sorted(((value / len(free), place) for place, value in total.items()), key=lambda pair: -pair[0])
    for name, context in zip(free, contexts, strict=True):
        _take(name, order, context)


def _take(name: Toponym, order: list[tuple[float, Candidate]], context: Context) -> None:
    name.found = order[0][1] if order else None
    name.sure = (order[0][0] - order[1][0] if len(order) > 1 else 2.0) if order else 0.0
    name.reason = name.country = name.admin1 = None
    if not order:
        known = candidates(name.text)
        outer = container(context)
        name.reason = "not in the gazetteer"
        if known and outer is not None:
            name.reason = f"no place of this name in {outer.name} in the gazetteer"
        if outer is not None:
            name.country, name.admin1 = outer.country, outer.admin1


def _place_unknown(name: Toponym, names: list[Toponym], presence: tuple[dict[str, float], dict[str, float]]) -> None:
    """What can still be said of a name that the gazetteer lacks: for a building the town beside it, else the country of all around it."""
    towns = [n for n in names if n.found is not None and n.found.kind in TOWNS and not n.found.note and n is not name]
    town = next((n for n in towns if n.text in name.within), None)
    if town is None and name.facility and name.found is None:
        near = [n for n in towns if abs(n.start - name.start) < _FACILITY_REACH]
        town = min(near, key=lambda n: abs(n.start - name.start) + (REACH if n.start > name.start else 0), default=None)
    if town is not None and town.found is not None:
        note = f"not in the gazetteer; the coordinates are those of {town.found.name}, named beside it"
        name.found = replace(town.found, name=name.text, geonames_id=None, note=note)
    elif name.found is None and name.country is None:
        leading = {max(present, key=lambda iso3: present[iso3]) for present in presence if present}
        shares = [max(present.values()) / sum(present.values()) for present in presence if present]
        around = {n.found.country for n in names if n.found is not None and n.found.kind in {*TOWNS, "admin1"}}
        if len(leading) == 1 and min(shares) >= _ALONE and leading <= around:  # a country that only acts says nothing of where
            name.country = leading.pop()
            name.reason = (name.reason or "not in the gazetteer") + "; the country is that of the places around it"
