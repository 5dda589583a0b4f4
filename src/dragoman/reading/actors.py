"""Mentions to actors: who is meant, in which office on that day, and to whom pronouns and descriptions refer back."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from dragoman.gazetteer import world
from dragoman.gazetteer.given import gender
from dragoman.gazetteer.loading import slug
from dragoman.gazetteer.names import Name, matcher
from dragoman.gazetteer.offices import NOTABLE, Office, Term, by_full_name, by_short_name, name_key, offices, surname, who
from dragoman.gazetteer.places import country_of
from dragoman.reading.clauses import words
from dragoman.reading.mentions import GROUP_NOUNS, Mention
from dragoman.reading.references import References
from dragoman.records import Actor, ActorKind, Evidence, ReadingWarning

#: Offices in the order in which one person's several offices are named.
RANKS = ("head", "minister", "deputy", "envoy", "commander", "legislator", "judge", "official", "spokesperson", "other")
#: Titles of one family: a text that says the one may mean the other ("Secretary" for the Secretary of State).
FAMILIES = (
    {
        "foreign-minister",
        "secretary",
        "cabinet-secretary",
        "state-councilor",
        "deputy-prime-minister",
        "secretary-of-state",
        "foreign-secretary-civil",
    },
    {
        "president",
        "supreme-leader",
        "head-of-government",
        "head-of-state",
        "general-secretary",
        "chairperson",
        "regional-president",
        "presidency-chair",
        "presidential-council-chair",
        "sovereign-council-chair",
    },
    {"prime-minister", "chancellor", "head-of-government", "deputy-prime-minister", "chief-minister"},
    {"monarch", "crown-prince", "royal-family-member", "pope"},
    {"secretary-general", "deputy-secretary-general"},
    {
        "national-security-adviser",
        "deputy-national-security-adviser",
        "special-envoy",
        "presidential-adviser",
        "climate-envoy",
        "homeland-security-adviser",
        "chief-of-staff",
    },
    {"special-envoy", "special-representative-secretary-general", "ambassador", "climate-envoy"},
    {"defence-minister", "secretary", "cabinet-secretary"},
    {"finance-minister", "secretary", "cabinet-secretary", "economy-minister"},
    {"trade-minister", "secretary", "cabinet-secretary", "economy-minister"},
    {"homeland-security-secretary", "secretary"},
    {"energy-minister", "secretary", "cabinet-secretary"},
    {"interior-minister", "cabinet-secretary", "secretary"},
    {"assistant-secretary-of-state", "secretary"},
    {"under-secretary-of-state", "secretary"},
    {"climate-envoy", "secretary"},
    {"deputy-foreign-minister", "deputy-minister", "secretary", "foreign-secretary-civil"},
    {"ambassador", "un-ambassador", "special-envoy"},
    {"counselor-of-state-department", "presidential-adviser"},
    {"chairperson", "commission-chairperson", "speaker", "opposition-leader", "president", "council-president", "committee-chair"},
    {"army-chief", "chief-of-defence", "commander"},
    {"intelligence-chief", "director", "agency-head"},
    {"spokesperson", "press-secretary"},
    {"party-leader", "opposition-leader", "rebel-leader"},
    {"aid-administrator", "agency-head"},
)
GENDERED = {"she": "f", "her": "f", "herself": "f", "he": "m", "him": "m", "his": "m", "himself": "m"}
_FIRST = {"i", "me", "my", "we", "us", "our"}
_FIRST_PERSON = re.compile(r"\b(?:I|you|we|We|You|I’m|I'm|we’re)\b")
REALM = "realm"  # note of a state whose head is another state's too, and is called by that one
FORMER_SECTOR = "ELI"  # PLOVER: those out of office are elites
_WIDEST = 366 * 6  # days: without a date, how far a holder may be from the text's era


@dataclass(slots=True)
class Entity:
    """Someone the text speaks of: every mention of them shares it."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    office: str | None = None
    offices: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    reports_to: str | None = None
    last: int = -1
    acted: int = -1  # the last mention that isn't a mere place
    subject: bool = False
    order: int = 0
    members: tuple[Entity, ...] = ()


class Registry:
    """The entities of one document, in the order in which they came up."""

    def __init__(self, text: str, published: dt.date | None) -> None:
        self.text, self.published = text, published
        self.era: tuple[dt.date, dt.date] = (published, published) if published else (dt.date.min, dt.date.max)
        self.entities: dict[str, Entity] = {}
        self.surnames: dict[str, Entity] = {}
        self.warnings: list[ReadingWarning] = []
        self.of_mention: dict[int, tuple[Entity, ...]] = {}
        self.pair: tuple[Entity, ...] = ()
        self.home: str | None = None
        self.sole: str | None = None
        self.sole_of_persons: str | None = None
        self.pairs: list[tuple[Entity, ...]] = []  # every pair so far
        self.references = References()
        self.lead: list[Mention] = []
        self.leads: list[list[Mention]] = []
        self.met = False  # whether one sentence names both of the pair
        self.author: Mention | None = None  # who writes the text in the first person

    # -- the walk -------------------------------------------------------------------------------------------------------------

    def resolve(
        self,
        mentions: Sequence[Mention],
        subjects: set[int],
        references: References | None = None,
    ) -> None:
        """Resolves every mention, names first (they set the era), then descriptions and pronouns in the order of the text.

        Args:
            mentions: all mentions of the document, in order.
            subjects: `id()` of the mentions that are grammatical subjects.
            references: whom grammar points to.
        """
        self.references = references = references or References()
        if not self.published:
            self._find_era(m for m in mentions if m.kind == "person")
        self.sole = self._only_country(mentions)
        self.sole_of_persons = self._only_country([m for m in mentions if m.kind != "person" and not m.modifier]) if self.sole else None
        for mention in mentions:
            if mention.kind == "person" and " " in (mention.given or ""):
                self._person(mention)
        self.home = self._find_home(mentions)
        for entity in self.entities.values():
            entity.last = entity.acted = -1
        for mention in mentions:
            found = self._resolve(mention)
            self.of_mention[id(mention)] = found
            if mention.kind == "pronoun" and mention.noun in _FIRST:
                continue  # "he" is never the one who says "I"
            for entity in found:
                entity.last = mention.start
                entity.acted = entity.acted if mention.located else mention.start
                entity.subject = id(mention) in subjects
            if id(mention) in references.leads:
                self.lead = references.leads[id(mention)]
                self.leads.append(self.lead)
            people = [e for e in found if e.kind in {"person", "office"}]
            if people and not mention.modifier and not (len(self.pair) == 2 and id(mention) in references.aside):
                self._remember(people)
            elif mention.kind == "role" and len(mention.shared) == len(found) == 2:
                self.pair = found  # "the prime ministers of X and Y": "they" after it means both
            if len(self.pair) == 2 and self.pair not in self.pairs[-1:]:
                self.pairs.append(self.pair)

    def _find_home(self, mentions: Sequence[Mention]) -> str | None:
        """The country whose officials the text names without saying so: "the President" alone means its president."""
        counts: Counter[str] = Counter()
        for mention in mentions:
            if mention.kind == "person" and mention.titles and not mention.origins:
                entity = self._person(mention) if " " in (mention.given or "") else self._from_table(mention, None)
                if entity is not None and entity.country:
                    counts[entity.country] += 1
            elif (
                mention.kind == "office"
                and mention.titles
                and not mention.origins
                and (local := self._local_country(mention.titles[0], offices()[mention.titles[0].id]))
            ):
                counts[local] += 1
        return counts.most_common(1)[0][0] if counts else None

    @staticmethod
    def _only_country(mentions: Sequence[Mention]) -> str | None:
        """The one country that a text names, if it names no other: its police, courts and ministers are that country's."""
        found = {
            n.country
            for m in mentions
            for n in (m.name, *m.origins)
            if n is not None and n.country and n.kind in {"state", "adjective", "people", "metonym", "subnational", "person", "place"}
        }
        return next(iter(found)) if len(found) == 1 else None

    def _remember(self, people: list[Entity]) -> None:
        """Keeps the latest persons of two different sides: "the two leaders" means them."""
        for entity in people:
            kept = [e for e in self.pair if e is not entity and e.country != entity.country]
            if entity not in self.pair:
                self.pair, self.met = (*kept[-1:], entity), False
            self.met = self.met or (len(self.pair) == 2 and self._in_one_sentence(*(e.last for e in self.pair)))

    def _in_one_sentence(self, one: int, other: int) -> bool:
        return _STOP.search(self.text, min(one, other), max(one, other) + 1) is None

    def _parties(self, mention: Mention) -> tuple[str, ...]:
        """The two countries whose deal or quarrel the text tells: those of its first main clause that has two for subjects."""
        for lead in self.leads:
            entities = [e for m in lead if m.start < mention.start for e in self.of_mention.get(id(m), ()) if e.kind in _SIDES]
            countries = tuple(dict.fromkeys(e.country for e in entities if e.country))
            if len(countries) == len(entities) == 2:
                return countries
        return ()

    def _settled(self, mention: Mention) -> tuple[Entity, ...]:
        """The pair, unless others than the text's two parties (their mediator, a host) come in and no sentence names both of it."""
        pair, parties = self._pair(mention), self._parties(mention)
        if len(pair) == 2 and (not parties or all(e.country in parties for e in pair) or (self.met and pair == self.pair)):
            return pair
        return tuple(self._acting_for(country) for country in parties) if parties else pair

    def _doing(self, mention: Mention) -> set[str]:
        """The countries (or the ids, of those without one) of whoever does something to the one that a mention stands for."""
        return _sides(e for m in self.references.doers.get(id(mention), ()) for e in self.of_mention.get(id(m), ()))

    def _pair(self, mention: Mention) -> tuple[Entity, ...]:
        """The latest two of different sides, neither of whom is the one who acts on them: "X, who received them, praised both"."""
        doing = self._doing(mention)
        if not doing & _sides(self.pair):
            return self.pair
        return next((pair for pair in reversed(self.pairs) if not doing & _sides(pair)), ())

    def _acting_for(self, country: str) -> Entity:
        """Who acts for a country in the text: the last of its officials, else the state."""
        people = (e for e in self.entities.values() if e.kind in {"person", "office"} and e.country == country and e.last >= 0)
        return max(people, key=lambda e: e.last, default=None) or self._entity(country, country_name(country), "state", country, None)

    def actors(self, mention: Mention) -> tuple[Actor, ...]:
        """The actors that a resolved mention stands for (none when it couldn't be resolved)."""
        evidence = Evidence.of(self.text, mention.start, mention.end)
        return tuple(self.actor(entity, evidence) for entity in self.of_mention.get(id(mention), ()))

    @staticmethod
    def actor(entity: Entity, evidence: Evidence) -> Actor:
        """The record of an entity as these words name it."""
        return Actor(
            id=entity.id,
            name=entity.name,
            kind=entity.kind,
            country=entity.country,
            sector=entity.sector,
            office=entity.office,
            as_written=evidence.quote,
            evidence=evidence,
            reports_to=entity.reports_to,
        )

    # -- one mention ----------------------------------------------------------------------------------------------------------

    def _resolve(self, mention: Mention) -> tuple[Entity, ...]:
        if mention.kind == "person":
            return (self._person(mention),)
        if mention.kind == "office":
            return (self._office(mention),)
        if mention.kind == "role":
            return self._role(mention)
        if mention.kind == "pronoun":
            return self._pronoun(mention)
        if mention.kind == "group":
            return self._group(mention)
        return (self._named(mention),)

    def _entity(self, id_: str, name: str, kind: ActorKind, country: str | None, sector: str | None, office: str | None = None) -> Entity:
        entity = self.entities.get(id_)
        if entity is None:
            if kind == "state" and id_ == country:
                name = country_name(country)  # not "the White House" that it was first called
            entity = self.entities[id_] = Entity(id_, name, kind, country, sector, office, order=len(self.entities))
        entity.office = entity.office or office
        entity.sector = entity.sector or sector
        return entity

    def _named(self, mention: Mention) -> Entity:
        name = mention.name
        if name is None:
            return self._unknown(mention)
        if name.kind == "body" and name in mention.alternatives:
            name = self._nearest_body(name, mention)
        kind = cast("ActorKind", mention.kind)
        if name.kind == "metonym" and "/" in name.id:
            kind = "organisation"
        if name.kind in {"adjective", "subnational"} and "-" in name.id:
            kind = "subnational"
        if name.kind == "people":
            home = self._country(mention.origins)  # "the Albanians of southern Serbia" are Serbia's, Polish Americans no Poles
            if home and home != name.country and name.country not in _SETTLED:
                return self._entity(
                    f"{home}/{slug(name.name)}-people", f"{name.name} people of {country_name(home)}", "people", home, "CVL"
                )
            return self._entity(f"{name.country}/people", f"people of {name.name}", "people", name.country, "CVL")
        country = name.country or (self._country(mention.origins) if kind not in {"organisation"} or name.kind == "body" else None)
        sector = "GOV" if name.kind == "metonym" and not mention.modifier else (name.sector or None)
        if name.kind == "armed_group":
            sector = world.armed_group_sector(name.id, self.era[0] if self.era[0] == self.era[1] else None) or sector
        if name.kind in {"state", "adjective"}:
            sector = None
        return self._entity(name.id, name.name, kind, country, sector)

    def named(self, name: Name) -> Entity:
        """The entity of a state or region that is named inside another name."""
        kind: ActorKind = "state" if name.kind == "state" else "subnational"
        return self._entity(name.id, name.name, kind, name.country, None if kind == "state" else name.sector)

    def _nearest_body(self, name: Name, mention: Mention) -> Name:
        """Of the national bodies of one name, the one of the country that the text speaks of."""
        bodies = {n.country: n for n in mention.alternatives if n.kind == "body"}
        if len(bodies) < 2:
            return name
        near = [self.home, *(e.country for e in sorted(self.entities.values(), key=lambda e: -e.last) if e.country)]
        return next((bodies[c] for c in near if c in bodies), name)

    def _unknown(self, mention: Mention) -> Entity:
        given = mention.given or self.text[mention.start : mention.end]
        if " " not in given and (known := self.surnames.get(name_key(given))) is not None:
            return known  # the parser takes a surname for something else
        if (head := self._head_of_state(given)) is not None:
            return self._holder(head)
        if not mention.origins and (state := world.misspelt_state(given)) is not None:
            return self._entity(state, country_name(state), "state", state, None)
        kind: ActorKind = mention.kind if mention.kind in {"organisation", "people", "subnational"} else "other"
        country = self._country(mention.origins)
        return self._entity(f"{country or 'X'}/{slug(given)}", given, kind, country, mention.sector)

    def _head_of_state(self, given: str) -> Term | None:
        """The president or prime minister whose surname the parser took for something else."""
        if " " in given or given.isupper() or country_of(given) is not None:
            return None
        heads = [t for t in by_short_name().get(name_key(given), ()) if self._remembered(t) and self._in_era(t) and t.sure != "low"]
        return heads[0] if len({t.id for t in heads}) == 1 else None

    # -- persons and offices --------------------------------------------------------------------------------------------------

    def _find_era(self, people: Iterable[Mention]) -> None:
        """Without a publication date: the days on which every titled person held the office that the text gives them."""
        first, last = self.era
        for mention in people:
            if mention.former or not mention.titles:
                continue
            terms = [t for t in self._candidates(mention) if _fits(t, mention.titles)]
            if terms:
                start, end = min(t.first for t in terms), max(t.last for t in terms)
                if start <= last and end >= first:
                    first, last = max(first, start), min(last, end)
        self.era = (first, last)

    def _in_era(self, term: Term) -> bool:
        return term.first <= self.era[1] and term.last >= self.era[0]

    def _remembered(self, term: Term) -> bool:
        """Whether a surname alone may name this head of state or government: in a text without a date, none who left office long ago."""
        return term.office in _HEADS and (self.published is not None or term.last.year >= _LIVING_MEMORY)

    def _candidates(self, mention: Mention) -> list[Term]:
        given = mention.given or ""
        key = name_key(given)
        if mention.name is not None:
            ids = {name.id for name in (mention.alternatives or (mention.name,))}
            key = name_key(mention.name.name)
            return [t for t in by_full_name().get(name_key(given), by_full_name().get(key, ())) if t.id in ids]
        found = list(by_full_name().get(key, ()))
        if not found:
            words = key.split()
            short = by_short_name().get(words[-1] if words else "", ()) or by_short_name().get(words[0] if words else "", ())
            short = by_short_name().get(key, short)
            if len(words) > 1:  # the given name must agree with some spelling, at least by its initial
                found = [t for t in short if any(_same_person(words, name_key(n).split()) for n in (t.person, *t.aliases))]
            else:
                found = list(short)
        return found

    def _person(self, mention: Mention) -> Entity:
        given = mention.given or self.text[mention.start : mention.end]
        country = self._country(mention.origins)
        short = surname(given)
        known = self.surnames.get(name_key(given)) or (self.surnames.get(short) or self._by_part(short) if " " not in given else None)
        if known is not None and (country is None or known.country is None or known.country == country):
            return self._update(known, mention, country)
        entity = self._from_table(mention, country)
        if entity is None and known is not None and not mention.titles:
            return known
        if entity is None:
            office = None if mention.former else self._title(mention, country)
            country = country or self._namesakes_country(mention)
            scope = country or self._organisation(mention.origins) or self._org_of(mention)
            if scope is None and mention.beside is not None and mention.titles:
                scope = country = self._country(mention.beside.origins)
            sector = self._sector(mention)
            if scope is None and mention.titles:
                scope = country = _only_home(mention.titles[0])
            if scope is None and mention.titles and self._posted_from(mention) is None:
                scope = country = self.sole_of_persons
            entity = self._entity(f"{scope or 'X'}/{slug(given)}", given, "person", country or self._posted_from(mention), sector, office)
        self.surnames.setdefault(name_key(given), entity)
        for key in {short, surname(entity.name)}:
            if key and (key not in self.surnames or mention.titles):
                self.surnames[key] = entity
        return self._update(entity, mention, country)

    def _namesakes_country(self, mention: Mention) -> str | None:
        """The country of "President Assad" where both who held the office are its presidents."""
        if not mention.titles:
            return None
        countries = {t.country for t in self._candidates(mention) if _fits(t, mention.titles) and (mention.former or self._in_era(t))}
        return next(iter(countries)) if len(countries) == 1 else None

    def _by_part(self, word: str) -> Entity | None:
        """The person of the text in whose name a single word stands: family names that come first ("Wang" for Wang Yi)."""
        found = [e for e in self.entities.values() if e.kind == "person" and word in name_key(e.name).split()]
        return max(found, key=lambda e: e.last, default=None)

    def _update(self, entity: Entity, mention: Mention, country: str | None) -> Entity:
        entity.offices.update(title.id for title in mention.titles)
        entity.titles.update(title.name.lower() for title in mention.titles)
        if entity.country is None and country:
            entity.country = country
        if mention.titles and entity.office is None and not mention.former:
            entity.office = self._title(mention, entity.country)
        if mention.titles and (entity.sector is None or entity.sector == FORMER_SECTOR) and not mention.former:
            entity.sector = self._sector(mention)
        if mention.titles and mention.titles[0].id in _VOICES:
            self._speaks_for(entity, mention)
        self._check_office(entity, mention)
        return entity

    def _from_table(self, mention: Mention, country: str | None) -> Entity | None:
        terms = self._candidates(mention)
        scope = self._organisation(mention.origins)
        full = " " in (mention.given or "")
        if country and any(t.country == country for t in terms):
            terms = [t for t in terms if t.country == country]
        elif country and terms and not any(_international(t, scope) for t in terms):
            terms = [] if not full or mention.titles else terms
        if scope and any(t.scope == scope for t in terms):
            terms = [t for t in terms if t.scope == scope]
        fitting = [t for t in terms if _fits(t, mention.titles)] if mention.titles else terms
        current = [t for t in fitting if self._in_era(t)] if not mention.former else fitting
        if not full:  # a surname alone needs a title that fits on that day, or a head of state or government without a namesake
            if not mention.titles:
                heads = [t for t in terms if self._remembered(t) and (self._in_era(t) if self.published else t.sure != "low")]
                return self._holder(heads[0], mention) if len({t.id for t in heads}) == 1 else None
            terms = current or [t for t in fitting if self._near(t)]
        else:
            terms = current or fitting or terms
        if not terms:
            return None
        if len({t.id for t in terms}) > 1:
            ranked = sorted({t.id for t in terms}, key=lambda i: (min(_order(t) for t in terms if t.id == i), i))
            best = ranked[0]
            if (
                not full
                and len(ranked) > 1
                and not country
                and _order(next(t for t in terms if t.id == ranked[0])) == _order(next(t for t in terms if t.id == ranked[1]))
            ):
                return None
            terms = [t for t in terms if t.id == best]
        term = min((t for t in terms if self._in_era(t)), key=_order, default=min(terms, key=_order))
        return self._holder(term, mention)

    def _holder(self, term: Term, mention: Mention | None = None) -> Entity:
        held = [t for t in by_full_name().get(name_key(term.person), ()) if t.id == term.id and self._in_era(t)]
        if mention is not None and mention.titles:
            said = [title.id for title in mention.titles]
            held.sort(key=lambda t: (said.index(t.office) if t.office in said else len(said), not _fits(t, mention.titles), _order(t)))
        else:
            held.sort(key=_order)
        known_day = self.era[0] == self.era[1]
        current = held[0] if held and (known_day or len(held) == 1) else (held[0] if held else None)
        if not known_day and self.era == (dt.date.min, dt.date.max) and current is not None and current.end and all(t.end for t in held):
            current = None  # without any date, someone whose terms have all ended isn't in office
        office = _as_told(_office_title(current), current, mention) if current else None
        if office is not None and mention is not None and mention.titles and not mention.former:
            office = self._as_acting(self._with_portfolio(mention.titles[0], mention) if _otherwise(office, mention) else office, mention)
        sector = (current or term).sector or "GOV"
        if current is None and known_day and not (mention is not None and mention.titles and not mention.former):
            sector = FORMER_SECTOR
        entity = self._entity(term.id, term.person, "person", term.country, sector, office)
        entity.offices.update(t.office for t in held)
        entity.titles.update(_office_title(t).lower() for t in held)
        return entity

    def _near(self, term: Term) -> bool:
        if self.era == (dt.date.min, dt.date.max):
            return term.last >= dt.date(2015, 1, 1)
        return (term.first - self.era[1]).days < _WIDEST and (self.era[0] - term.last).days < _WIDEST

    @staticmethod
    def _sector(mention: Mention) -> str | None:
        """The sector of a title, or of the parliament, court, force or party whose office it is."""
        if not mention.titles:
            return mention.sector
        if mention.former:
            return FORMER_SECTOR
        sector = offices()[mention.titles[0].id].sector
        house = next(
            (o.sector for o in reversed(mention.origins) if o.kind == "body" and o.sector in {"LEG", "JUD", "MIL", "PTY", "SPY"}), None
        )
        return house if house and sector == "GOV" else sector

    def _title(self, mention: Mention, country: str | None) -> str | None:
        """The title of the office that a text gives someone, by its name in their country and with its portfolio."""
        if not mention.titles:
            return None
        title = mention.titles[0]
        local = _local_title(title.id, country)
        if local is None and title.detail not in {None, country}:
            local = offices()[title.id].titles[0]  # another country's title for the office
        return self._as_acting(local or self._with_portfolio(title, mention), mention)

    def _with_portfolio(self, title: Name, mention: Mention) -> str:
        """ "Vice Minister of Unification" where only "Vice Minister" is a title that is known."""
        name = title.name.removesuffix(" to")
        if title.id not in _GENERIC:
            return name
        portfolio = rf"{re.escape(name)}( (?:of|for) (?:(?:for|and|the|[A-Z][\w-]*) )*?){re.escape(mention.given or '')}"
        found = re.search(portfolio, self.text[mention.start : mention.end])
        named = found is not None and any(n.country for hit in matcher().find(found[1]) for n in hit.names)
        return name + found[1].rstrip() if found is not None and not named else name

    def _as_acting(self, title: str, mention: Mention) -> str:
        told = _FOR_A_TIME.search(self.text, mention.start, mention.end)
        return f"Acting {title}" if told and not _FOR_A_TIME.search(title) else title

    def _check_office(self, entity: Entity, mention: Mention) -> None:
        """A text that calls a sitting president former (or the reverse) gets a warning, never a correction."""
        if not mention.titles or not mention.former:
            return
        terms = [t for t in by_full_name().get(name_key(entity.name), ()) if t.id == entity.id and _fits(t, mention.titles[:1])]
        sitting = [t for t in terms if t.first <= self.era[0] and t.last >= self.era[1] and self.era != (dt.date.min, dt.date.max)]
        if sitting:
            self.warnings.append(
                ReadingWarning(
                    code="office-conflict",
                    message=f"the text calls {entity.name} former, but the table of offices has them as {_office_title(sitting[0])} "
                    f"since {sitting[0].start}",
                    evidence=Evidence.of(self.text, mention.start, mention.end),
                )
            )

    def _speaks_for(self, entity: Entity, mention: Mention) -> None:
        if mention.principal is not None and (behind := self._resolve(mention.principal)):
            entity.reports_to = behind[0].id
            return
        principal = next(
            (o for o in mention.origins if o.kind in {"body", "organisation", "state", "adjective", "metonym", "armed_group"}), None
        )
        if principal is not None:
            entity.reports_to = principal.id

    def _office(self, mention: Mention) -> Entity:
        if mention.named:
            return self._person(mention.named[0])  # "appointed X as ambassador"
        title = mention.titles[0]
        office = offices()[title.id]
        country = self._country(mention.origins)
        scope = self._organisation(mention.origins) if not country else None
        country = country or (self._state_in(title) if scope is None else None)
        if country is None and scope is None and mention.possessor and (owner := self._owner(mention)):
            country = owner.country
        if country is None and scope is None and mention.principal is not None:
            country, scope = self._served(mention.principal)
        if country is None and scope is None and any(o.kind == "posted" for o in mention.origins):
            country = self._sender(mention)
        if country is None and scope is None and len(sender := self._doing(mention)) == 1:
            country = next((c for c in sender if c and "/" not in c), None)  # "Xi promised to send an envoy"
        if not mention.former:
            known = self._person_in_office({t.id for t in mention.titles}, country, scope, title.name.lower())
            if known is not None:
                return known
        if country is None and scope is None and title.detail and title.detail != "":
            local = self._local_country(title, office)
            country = local or country
            if local and (known := self._person_in_office({title.id}, local, None)):
                return known
        if country is None and scope is None and mention.definite and office.rank == "envoy" and (told := self._office_before(title)):
            return told
        if country is None and scope is None and office.level == "state":
            country = self.home
        if country is None and scope is None and mention.definite and (told := self._office_before(title)):
            return told
        where = country or scope
        if where and not mention.former and (holder := self._sitting(mention, where)):
            return holder
        key = slug(_local_title(title.id, country) or office.id)
        name = _local_title(title.id, country) or title.name.removesuffix(" to")
        name = f"{name} of {self._called(where)}" if where else name
        sector = "IGO" if where and where.startswith("IGO/") and not mention.former else self._sector(mention)
        entity = self._entity(f"{where or 'X'}/{key}", name, "office", country, sector, title.name.removesuffix(" to"))
        entity.offices.add(title.id)
        if title.id in _VOICES:
            self._speaks_for(entity, mention)
        return entity

    def _called(self, where: str) -> str:
        """What a country or an organisation is called, by its id."""
        known = self.entities.get(where)
        return known.name if known else country_name(where) if "/" not in where else where.rpartition("/")[2].replace("-", " ").title()

    def _served(self, principal: Mention) -> tuple[str | None, str | None]:
        """The country or the organisation of whom a spokesman speaks for."""
        behind = next(iter(self._resolve(principal)), None)
        if behind is None or behind.country:
            return (behind.country if behind else None), None
        scope = behind.id if behind.kind == "organisation" else behind.id.rpartition("/")[0]
        return None, scope if "/" in scope else None

    def _sender(self, mention: Mention) -> str | None:
        """Whose "an ambassador to China" is: the latest subject's that isn't of the country of the post."""
        posted = {o.id for o in mention.origins}
        near = (
            e for e in self.entities.values() if e.country and e.country not in posted and 0 < mention.start - e.last < 300 and e.subject
        )
        sender = max(near, key=lambda e: e.last, default=None)
        return sender.country if sender else None

    def _office_before(self, title: Name) -> Entity | None:
        """The office without a named holder of which the text spoke before: "The envoy" after "an envoy to Ukraine"."""
        near = (
            e
            for e in self.entities.values()
            if e.kind == "office" and e.country and e.last >= 0 and any(_family(o, title.id) for o in e.offices)
        )
        return max(near, key=lambda e: e.last, default=None)

    @staticmethod
    def _state_in(title: Name) -> str | None:
        """The country inside a title that is one name: "German Chancellor"."""
        words = title.name.split()
        hits = [hit for word in words for hit in matcher().find(word.title())] if len(words) > 1 else []
        return next((n.country for h in hits if (n := h.of("state", "adjective")) is not None), None)

    def _sitting(self, mention: Mention, scope: str) -> Entity | None:
        """Who held the office on the date of the text, where the table knows exactly one."""
        term = _only_holder((title.id for title in mention.titles), scope, self.published)
        if term is None or (term.note.startswith("to ") and term.office == "ambassador"):
            return None
        return self._holder(term, mention)

    def _local_country(self, title: Name, office: Office) -> str | None:
        """A title that only one country uses ("Secretary of State" in news: the United States')."""
        countries = {c for c, t in office.local if t.lower() == title.name.lower()}
        if title.name.lower() in {t.lower() for t in office.titles} and len(title.name.split()) < 3:
            return None
        return next(iter(countries)) if len(countries) == 1 else None

    def _person_in_office(self, titles: set[str], country: str | None, scope: str | None, word: str = "\0") -> Entity | None:
        """The latest person of the text who holds one of these offices, and is of that country where one is named."""
        author = self.of_mention.get(id(self.author), ())  # who speaks of themselves as "I"
        people = [
            e
            for e in self.entities.values()
            if e.kind == "person"
            and e.last >= 0
            and e not in author
            and (country is None or e.country == country)
            and (scope is None or e.id.startswith(scope + "/"))
            and (e.offices & titles or any(_family(o, t) for o in e.offices for t in titles if t in _BARE))
        ]
        called = [e for e in people if any(word in title or title in word for title in e.titles)]
        related = [
            e
            for e in people
            if e.offices & titles and (country is not None or any(set(word.split()) & set(title.split()) for title in e.titles))
        ]
        return max(called or related or (people if country else []), key=lambda e: e.last, default=None)

    # -- descriptions, groups, pronouns ---------------------------------------------------------------------------------------

    def _role(self, mention: Mention) -> tuple[Entity, ...]:
        country = self._country(mention.origins)
        if mention.named and (len(mention.named) > 1 or mention.noun == "counterpart"):
            return tuple({e.id: e for e in map(self._person, mention.named)}.values())
        organisation = next((o for o in reversed(mention.origins) if o.kind in {"organisation", "armed_group", "body", "company"}), None)
        noun = mention.noun or "people"
        if not mention.origins and mention.definite and mention.possessor is None and (named := self._named_before(noun, mention)):
            return (named,)
        if noun in {"leader", "leaders"} and country and not mention.plural:
            known = self._person_in_office({"president", "prime-minister", "monarch", "chancellor", "supreme-leader"}, country, None)
            if known:
                return (known,)
        kind = cast("ActorKind", mention.name.id if mention.name else "people")
        if kind not in {"person", "people", "armed_group", "company", "organisation"}:
            kind = "other"
        if kind == "person":
            kind = "people"
        if organisation is not None and (theirs := self._of_organisation(mention, organisation, kind, country)):
            return theirs
        if len(mention.shared) > 1 and noun == "government" and mention.plural:
            return tuple(self._entity(c, country_name(c), "state", c, "GOV") for c in mention.shared)
        if country and noun in {"government", "authorities", "administration"}:
            return (self._entity(country, country_name(country), "state", country, "GOV"),)
        if country is None and noun in _REALMS and mention.definite and (realm := self._realm(noun)):
            return (realm,)
        both = self._both_of(mention) if mention.plural and not (country or organisation or mention.shared) else ()
        sides = tuple(dict.fromkeys(e.country for e in self._pointed(mention) if e.country)) if country is None else ()
        if sides and noun != "counterpart":  # "our ministers", "their embassies"
            country, both = (sides[0], ()) if len(sides) == 1 else (None, sides if mention.plural else ())
        elif country is None and mention.possessor == "their" and mention.plural and (owners := self._owners(mention)):
            both = owners  # "Chad and Togo agreed. Their envoys signed"
        elif country is None and mention.possessor not in {None, "our"} and noun != "counterpart" and not both:
            owner = self._owner(mention)
            country = owner.country if owner else None
        if country is None and mention.definite and noun in _NATIONAL:
            country = self._nation(noun, mention)
        several = mention.shared
        if noun == "counterpart":
            return self._counterparts(mention, several or ((country,) if country else ()))
        several = several or both
        if len(several) > 1 and organisation is None and (title := _title_called(noun)) is not None:
            return tuple(self._in_office(title, c) for c in several)
        if len(several) > 1 and organisation is None:
            return tuple(self._entity(f"{c}/{slug(noun)}", f"{noun} of {country_name(c)}", kind, c, mention.sector) for c in several)
        if country is None and mention.definite and (told := self._described_before(noun, mention)) and told.country:
            return (told,)  # "the officers" after "400 Kenyan police officers"
        if country is None and mention.beside is not None:
            country = next((e.country for e in self.of_mention.get(id(mention.beside), ())), None)
        if country is None and noun in {"member", "member state"} and (above := self._latest_of(mention, "IGO/")) is not None:
            whole = "/".join(above.id.split("/")[:2])  # of the secretary-general: the organisation
            return (self._entity(f"{whole}/{slug(noun)}", f"{noun} of {self._called(whole)}", "people", None, "IGO"),)
        if country is None and (noun, mention.sector) == ("party", "UNK"):
            return (self._entity("X/party", "party", "organisation", None, "UNK"),)
        if country is None and mention.definite and noun in words("warring") and (fighters := self._latest_of(mention, "ARM/")):
            country = fighters.country
        if country is None and not mention.modifier and noun != "administration" and not (mention.sector or "").startswith("NGO"):
            country = self.sole
        scope = country or "X"
        where = f" of {country_name(country)}" if country else ""
        foreign = noun in words("relational") and any(o.kind == "state" for o in mention.origins)  # Peru's neighbours aren't Peru's people
        called = self._as_written(noun, mention) if mention.plural else noun
        return (self._entity(f"{scope}/{slug(noun)}", f"{called}{where}", kind, None if foreign else country, mention.sector),)

    def _as_written(self, noun: str, mention: Mention) -> str:
        """A noun in the number that the text has it in, with the force that it serves in: "police officers"."""
        stem = re.escape(noun.removesuffix("man")) + "men" if noun.endswith("man") else re.escape(noun[:-1]) + r"\w*"
        found = re.findall(rf"\b(?:({_FORCES}) )?({stem})", self.text[mention.start : mention.end], re.IGNORECASE)
        return " ".join(filter(None, found[-1])).lower() if found else noun

    def _of_organisation(self, mention: Mention, whose: Name, kind: ActorKind, country: str | None) -> tuple[Entity, ...]:
        """Those of an organisation, a national body, a company or a group; none where the country tells more."""
        noun = mention.noun or "people"
        if len(mention.bodies) > 1:
            return tuple(
                self._entity(f"{b.id}/{slug(noun)}", f"{b.name} {noun}", "organisation", b.country, b.sector) for b in mention.bodies
            )
        if whose.kind == "armed_group":
            return (self._entity(whose.id, whose.name, "armed_group", whose.country, whose.sector),)
        id_, name = f"{whose.id}/{slug(noun)}", f"{whose.name} {noun}"
        if whose.kind in {"organisation", "body"} and mention.sector in {"GOV", "UNK", "IGO", "CVL", None}:
            return (self._entity(id_, name, "organisation", whose.country or country, whose.sector),)
        return (self._entity(id_, name, kind, whose.country, mention.sector),) if not country else ()

    def _named_before(self, noun: str, mention: Mention) -> Entity | None:
        """The body that the text has named and now calls by its kind: "the court", "the bloc", "the rebels"."""
        words_ = self.text[mention.start : mention.end]
        near = [e for e in self.entities.values() if 0 <= e.last < mention.start and mention.start - e.last < 1500]
        if words_.lower() not in {noun, f"{noun}s"}:
            above = max((e for e in near if e.id.startswith("IGO/") and e.id.count("/") == 1), key=lambda e: e.last, default=None)
            own = above is not None and words_[0].isupper() and noun in {"council", "assembly", "commission", "secretariat"}
            return self._body_of(above, noun) if above is not None and own else None
        if noun in words("blocs"):
            near = [
                e for e in near if (e.id.startswith("IGO/") and e.kind == "organisation") or (e.kind == "armed_group" and noun == "group")
            ]
        elif noun in words("fighters"):
            near = [e for e in near if e.kind == "armed_group" and "/" in e.id and not e.id.endswith(f"/{slug(noun)}")]
        elif noun in words("bodies"):
            near = [e for e in near if e.kind == "organisation" and noun in e.name.lower().split() and not e.id.endswith(f"/{slug(noun)}")]
        else:
            return None
        return max(near, key=lambda e: e.last, default=None)

    def _latest_of(self, mention: Mention, prefix: str) -> Entity | None:
        """Of those whose ids begin so, the one of whom the text spoke last."""
        near = (
            e for e in self.entities.values() if e.id.startswith(prefix) and 0 <= e.last < mention.start and mention.start - e.last < 1500
        )
        return max(near, key=lambda e: e.last, default=None)

    def _body_of(self, organisation: Entity, noun: str) -> Entity:
        name = f"{organisation.name} {noun}"
        return self._entity(f"{organisation.id}/{slug(noun)}", name, "organisation", organisation.country, organisation.sector)

    def _nation(self, noun: str, mention: Mention) -> str | None:
        """Whose "the government" or "the army" is: of the rebels' country, of the speaker, of the text."""
        against = mention.against
        if against is not None and against.country in self.entities:
            return against.country
        said_by = [e for m in self.references.speakers.get(id(mention), ()) for e in self.of_mention.get(id(m), ())]
        if noun == "government" and len(said_by) == 1 and said_by[0].sector == "GOV" and self._undertakes(mention):
            return said_by[0].country
        if (told := self._described_before(noun, mention)) and told.country:
            return told.country
        near = (self._leading({"state"}, mention) if "ministry" in noun else None) or self._latest({"state"})
        if noun == "regime":
            return near.country if near else None
        return self.home or (near.country if near and noun != "administration" else None)

    def _undertakes(self, mention: Mention) -> bool:
        """Whether what is said of a government is what it will do, and not what others want of it."""
        return re.match(r"\s+(?:will|would|is|was|has|had|plans|intends)\b", self.text[mention.end : mention.end + 20]) is not None

    def _both_of(self, mention: Mention) -> tuple[str, ...]:
        """The countries of "the foreign ministers of the two countries", "their presidents", "the ambassadors"."""
        if not (mention.definite or _OF_BOTH.match(self.text, mention.end)) or _title_called(mention.noun or "") is None:
            return ()
        countries = self._parties(mention) or tuple(e.country for e in self.pair if e.country)
        return countries if len(countries) == 2 else ()

    def _in_office(self, title: Name, country: str) -> Entity:
        """Who holds an office of a country: someone of the text, else whom the table knows on that day, else the office itself."""
        known = self._person_in_office({title.id}, country, None, title.name.lower())
        if known is not None and known.offices & {title.id}:
            return known
        term = _only_holder((title.id,), country, self.published)
        if term is not None and title.id != "ambassador":
            return self._holder(term)
        called = _local_title(title.id, country) or title.id
        entity = self._entity(
            f"{country}/{slug(called)}", f"{title.name} of {country_name(country)}", "office", country, title.sector, title.name
        )
        entity.offices.add(title.id)
        return entity

    def _counterparts(self, mention: Mention, countries: Sequence[str]) -> tuple[Entity, ...]:
        """ "his Indian counterpart": whoever holds the same office there; without a country, the other side."""
        holder = self._salient({"person", "office"}, mention)
        if not countries:
            other = next((e for e in self.pair if e is not holder), None)
            return (other,) if other else ()
        found = []
        for country in countries:
            office = min(holder.offices, default=None) if holder else None
            term = _only_holder((office,) if office else (), country, self.published)
            if term is not None:
                found.append(self._holder(term))
            else:
                found.append(
                    self._entity(
                        f"{country}/{office or 'counterpart'}",
                        f"{office or 'counterpart'} of {country_name(country)}",
                        "office",
                        country,
                        "GOV",
                    )
                )
        return tuple(found)

    def _owner(self, mention: Mention) -> Entity | None:
        """Whose "their forces", "its navy", "his government" are."""
        told = {e.country or e.id: e for e in self._pointed(mention) if e.country or e.kind == "organisation"}
        if len(told) == 1:
            return next(iter(told.values()))
        kinds = (
            {"person", "office"}
            if mention.possessor in {"his", "her"}
            else {"state", "people", "armed_group", "organisation", "subnational"}
        )
        return self._salient(kinds, mention)

    def _owners(self, mention: Mention) -> tuple[str, ...]:
        """The countries of the subjects of the last main clause, where they are several."""
        countries = tuple(dict.fromkeys(e.country for e in self._led(mention) if e.country))
        return countries if len(countries) > 1 else ()

    def _pointed(self, mention: Mention) -> tuple[Entity, ...]:
        """Whom grammar points to."""
        above = self.references.antecedents.get(id(mention), ())
        return tuple({e.id: e for m in above for e in self.of_mention.get(id(m), ())}.values())

    def _pronoun(self, mention: Mention) -> tuple[Entity, ...]:
        noun = mention.noun or ""
        pointed = self._pointed(mention)
        if noun in _FIRST:
            return pointed if noun not in {"my", "our"} else ()
        if id(mention) in self.references.things:
            return ()
        several = noun in {"they", "them", "their", "themselves"}
        if pointed and (several or (len(pointed) == 1 and (pointed[0].kind in {"person", "office"}) == (noun in GENDERED))):
            return pointed
        if several:
            return self._they(mention)
        if noun in {"it", "its", "itself"}:
            kinds = {"state", "organisation", "armed_group", "subnational", "company"}
            led = self._led(mention) if noun == "it" and _BEGINS.search(self.text, max(0, mention.start - 4), mention.start) else ()
            if len(led) == 1 and led[0].kind in kinds:
                return led  # "The ministry recalled that the court had dismissed the case. It said"
            best = self._salient(kinds, mention) or self._other_state(mention)
            return (best,) if best else ()
        if noun == "who":
            return ()
        best = self._salient({"person", "office"}, mention, GENDERED.get(noun))
        return (best,) if best else ()

    def _other_state(self, mention: Mention) -> Entity | None:
        """ "It" after an official of a state that isn't named itself: "expelled Chile's ambassador and accused it"."""
        doing = self._doing(mention)
        near = (e for e in self.entities.values() if e.country and e.country not in doing and 0 <= mention.start - e.last < 200)
        latest = max(near, key=lambda e: e.last, default=None) if doing else None
        return self.state_of(latest) if latest else None

    def _they(self, mention: Mention) -> tuple[Entity, ...]:
        """Whom a plural pronoun means that no clause above explains."""
        lead = self._led(mention)
        doing = self._doing(mention)
        if len(lead) > 1 and not doing & _sides(lead):
            return lead
        recent = [e for e in self.entities.values() if e.last >= 0 and mention.start - e.last < 600]
        pair = self._pair(mention)
        if len(pair) == 2 and max(mention.start - e.last for e in pair) < 500 and not self._spoken(mention):
            return pair
        plural = [e for e in recent if e.kind in {"people", "armed_group", "organisation"} and (e.country or e.id) not in doing]
        if lead and lead[0] in plural:
            return lead
        best = max(plural, key=lambda e: e.last, default=None)
        return (best,) if best else ()

    def _led(self, mention: Mention) -> tuple[Entity, ...]:
        """The subjects of the last main clause, all of them."""
        if not self.lead or not 0 < mention.start - self.lead[0].start < 600 or self._spoken(mention):
            return ()
        found = {e.id: e for m in self.lead for e in self.of_mention.get(id(m), ())}
        return tuple(found.values())

    def _spoken(self, mention: Mention) -> bool:
        """Whether the words around are someone's own speech, where "they" seldom means the two leaders."""
        return bool(_FIRST_PERSON.search(self.text, max(0, mention.start - 200), mention.end + 120))

    def _salient(self, kinds: set[str], mention: Mention, gender_: str | None = None) -> Entity | None:
        doing = self._doing(mention) if mention.kind == "pronoun" else set()
        near = [
            e
            for e in self.entities.values()
            if e.kind in kinds
            and 0 <= e.last < mention.start
            and mention.start - e.last < 800
            and gender_ in {None, gender(e.name) or gender_}
            and (e.country or e.id) not in doing
        ]
        if not kinds & {"person"}:  # "it" seldom goes back beyond the sentence before
            near = [e for e in near if len(_STOP.findall(self.text, e.last, mention.start + 1)) < 2] or near
        subjects = [e for e in near if e.subject and mention.start - e.last < 400]
        return max(subjects or near, key=lambda e: e.last, default=None)

    def _leading(self, kinds: set[str], mention: Mention) -> Entity | None:
        """The latest subject of a main clause that is of one of these kinds."""
        before = (m for lead in reversed(self.leads) for m in lead if m.start < mention.start)
        return next((e for m in before for e in self.of_mention.get(id(m), ()) if e.kind in kinds), None)

    def _latest(self, kinds: set[str]) -> Entity | None:
        return max((e for e in self.entities.values() if e.kind in kinds and e.last >= 0), key=lambda e: e.last, default=None)

    def _group(self, mention: Mention) -> tuple[Entity, ...]:
        noun = mention.noun or ""
        words = self.text[mention.start : mention.end].lower()
        if noun == "counterpart":
            return self._counterpart(mention)
        sort = GROUP_NOUNS.get(noun, "any")
        if len(mention.shared) > 1 and sort != "person":
            return tuple(self._entity(c, country_name(c), "state", c, None) for c in mention.shared)
        if mention.plural:
            pair = self._pair(mention) if not self._spoken(mention) or sort != "person" else ()
            if noun == "leader" and pair is not self.pair and not _OF_TWO & set(words.split()):
                return ()  # "urged the leaders": those at hand, not two of whom the text spoke before
            if noun in {"neighbour", "neighbor", "party", "government", "state"} and not _OF_TWO & set(words.split()):
                return ()
            if len(pair) < 2 and sort == "person" and (told := self._described_before(noun, mention)):
                return (told,)
            if len(pair) < 2 and sort == "any" and (sides := self._two_that_acted(mention)):
                return sides
            if len(pair) < 2:
                return self._two_states(mention) if sort in {"state", "any"} and not self._without_us(mention, words) else ()
            if sort == "state":
                return tuple(self.state_of(e) for e in self._settled(mention) if e.country)
            if sort == "any":
                return self._settled(mention)
            return self._holders_called(noun, mention) or pair
        if noun in {"two", "three", "both", "pair", "duo"}:
            return self._pair(mention)
        if sort == "state":
            if {"his", "her"} & set(words.split()) and (owner := self._salient({"person", "office"}, mention)) and owner.country:
                return (self.state_of(owner),)
            if "our" in words.split():
                own = self._own_country(mention)
                return (self._entity(own, country_name(own), "state", own, None),) if own else ()
            near = self._latest({"state"})
            return (near,) if near else ()
        best = self._salient({"person", "office"}, mention) if sort == "person" else None
        return (best,) if best else ()

    def _own_country(self, mention: Mention) -> str | None:
        """The speaker's country, for "our"."""
        return next((e.country for e in self._pointed(mention)), self.home)

    def _without_us(self, mention: Mention, words: str) -> bool:
        """Whether "our countries" would leave out the speaker's."""
        own = self._own_country(mention) if "our" in words.split() else None
        return own is not None and own not in {e.country for e in self._two_states(mention)}

    def _realm(self, noun: str) -> Entity | None:
        """The latest state that is officially one: "the kingdom" after "Saudi Arabia"."""
        states = (e for e in self.entities.values() if e.kind == "state" and e.last >= 0 and noun in official_name(e.id).lower())
        return max(states, key=lambda e: e.last, default=None)

    def _described_before(self, noun: str, mention: Mention) -> Entity | None:
        """ "The leaders" after "civil rights leaders", "the officers" after "police officers": people spoken of by that word."""
        near = [e for e in self.entities.values() if e.kind in {"people", "other"} and e.last >= 0 and mention.start - e.last < 800]
        return max((e for e in near if e.id.endswith((f"/{slug(noun)}", f"-{slug(noun)}"))), key=lambda e: e.last, default=None)

    def _holders_called(self, noun: str, mention: Mention) -> tuple[Entity, ...]:
        """ "The presidents" where the pair is of others: those of the text's two parties."""
        title = _title_called(noun)
        parties = self._parties(mention)
        if title is None or not parties or any(title.id in e.offices for e in self.pair):
            return ()
        return tuple(self._in_office(title, country) for country in parties)

    def _two_that_acted(self, mention: Mention) -> tuple[Entity, ...]:
        """ "The two sides" after "The government and the rebels signed": the last two that were subjects together."""
        doing = self._doing(mention)
        for lead in reversed(self.leads):
            entities = tuple({e.id: e for m in lead if m.start < mention.start for e in self.of_mention.get(id(m), ())}.values())
            if len(entities) == 2 and any(e.kind == "armed_group" for e in entities) and not doing & _sides(entities):
                return entities
        return ()

    def _two_states(self, mention: Mention) -> tuple[Entity, ...]:
        doing = self._doing(mention)
        acting = (e for e in self.entities.values() if e.kind == "state" and e.acted >= 0 and e.id not in doing)
        states = sorted(acting, key=lambda e: -e.acted)[:2]
        parties = self._parties(mention)
        apart = len(states) < 2 or not self._in_one_sentence(states[0].acted, states[1].acted)
        if parties and apart and any(e.country not in parties for e in states):
            return tuple(self._entity(c, country_name(c), "state", c, None) for c in parties)
        return tuple(states) if len(states) > 1 else ()

    def state_of(self, entity: Entity) -> Entity:
        """The state that an official acts for."""
        country = entity.country or ""
        return self._entity(country, country_name(country), "state", country, None)

    def _counterpart(self, mention: Mention) -> tuple[Entity, ...]:
        holder = self._salient({"person", "office"}, mention)
        other = next((e for e in self.pair if e is not holder), None)
        return (other,) if other else ()

    # -- whose -----------------------------------------------------------------------------------------------------------------

    @staticmethod
    def _country(origins: Sequence[Name]) -> str | None:
        """The sender's country; that of the task ("the special envoy for Yemen") only where nobody says who sends them."""
        own = next((o.country for o in reversed(origins) if o.country and o.kind not in {"posted", "charge"}), None)
        sent = own or any(o.kind == "organisation" for o in origins)
        return own if sent else next((o.country for o in origins if o.kind == "charge"), None)

    @staticmethod
    def _posted_from(mention: Mention) -> str | None:
        return next((o.country for o in mention.origins if o.country and o.kind not in {"posted", "charge"}), None)

    @staticmethod
    def _organisation(origins: Sequence[Name]) -> str | None:
        return next(
            (o.id for o in reversed(origins) if o.kind in {"organisation", "armed_group"} or (o.kind == "metonym" and "/" in o.id)), None
        )

    @staticmethod
    def _org_of(mention: Mention) -> str | None:
        return next((o.id for o in mention.origins if o.kind == "company"), None)


#: States whose citizens go by where their families came from.
_SETTLED = {"AUS", "CAN", "NZL", "USA"}
#: The end of a sentence, near enough to tell whether two names stand in one.
_STOP = re.compile(r"[.!?][\"”’]?\s+[A-Z“\"]|\n")
_BEGINS = re.compile(r"(?:[.!?][\"”’]?\s+|\n)$")
#: What follows a plural office to say that two sides named before have one each.
#: Forces that people serve in, before what they are called.
_FORCES = "army|border|intelligence|military|naval|navy|police|prison|security"
_OF_TWO = {"two", "both", "either", "neither"}
_OF_BOTH = re.compile(
    r"\s+(?:of|from)\s+(?:the\s+two|both|the\s+two\s+neighbou?ring)\s+(?:countries|nations|states|sides|governments|neighbou?rs)\b"
)
#: Bodies that a text names without saying whose they are.
_NATIONAL = {
    "government",
    "authorities",
    "army",
    "military",
    "police",
    "parliament",
    "opposition",
    "foreign ministry",
    "ministry",
    "administration",
    "regime",
}
#: Offices whose titles say nothing of what they are for.
_GENERIC = {"cabinet-secretary", "deputy-minister", "director", "agency-head"}
_FOR_A_TIME = re.compile(r"\b(?:acting|interim|caretaker)\b", re.I)
#: Words for a state by its constitution.
_REALMS = {"kingdom", "emirate", "sultanate"}
#: Kinds of those that can be one side of a deal.
_SIDES = {"state", "person", "office"}
#: Offices whose holders speak for another.
_VOICES = {"spokesperson", "press-secretary"}
#: Texts without a date are taken for news since then.
_LIVING_MEMORY = 1992
_HEADS = {"president", "prime-minister", "chancellor", "monarch", "supreme-leader", "head-of-government"}
#: Titles that news uses bare for several offices of one family.
_BARE = {
    "secretary",
    "cabinet-secretary",
    "deputy-minister",
    "president",
    "leader",
    "chairman",
    "chairperson",
    "king",
    "monarch",
    "general-secretary",
    "ambassador",
    "special-envoy",
    "national-security-adviser",
    "deputy-secretary",
}


@cache
def _titles_by_name() -> dict[str, Name]:
    return {title.lower(): Name("title", o.id, title, None, o.sector) for o in reversed(offices().values()) for title in reversed(o.titles)}


def _title_called(noun: str) -> Name | None:
    """The state office that a word for its holders names ("foreign minister"), if it names one: "leader" and "official" don't."""
    title = _titles_by_name().get(noun)
    if title is None or offices()[title.id].level != "state":
        return None
    if title.id in _BARE - {"president", "ambassador"}:
        return None
    return title


def placed(actor: Actor, country: str) -> Actor:
    """An actor whose country the words around it tell: its key says so too."""
    return actor.model_copy(update={"country": country, "id": country + actor.id.removeprefix("X")})


def country_name(iso3: str) -> str:
    """The English name of a country by its ISO3 code."""
    found = world.countries().get(iso3)
    return found.name if found else iso3


def official_name(iso3: str) -> str:
    """The long name of a country: "Kingdom of Saudi Arabia"."""
    found = world.countries().get(iso3)
    return found.official if found else ""


def _same_person(words: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two spellings can be one person's: same family name, and first names that agree by initial."""
    if not other or not words:
        return False
    if {words[0], words[-1]} == {other[0], other[-1]}:
        return True
    return (
        words[-1] == other[-1]
        and words[0][:1] == other[0][:1]
        and (len(words[0].strip(".")) == 1 or len(other[0].strip(".")) == 1 or words[0][:3] == other[0][:3])
    )


def _fits(term: Term, titles: Sequence[Name]) -> bool:
    return any(title.id == term.office or _family(term.office, title.id) for title in titles)


def _family(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in FAMILIES)


def _sides(entities: Iterable[Entity]) -> set[str]:
    """The countries of some, and the ids of those without one."""
    return {e.country or e.id for e in entities}


def _otherwise(office: str, mention: Mention) -> bool:
    """Whether a text gives quite another office than the table: not a short form of it, nor one of several."""
    told = {word for title in mention.titles for word in name_key(title.name).split()} - {"adviser", "advisor"}
    return bool(told) and mention.titles[0].id not in _BARE and not told & set(name_key(office).split())


def _order(term: Term) -> int:
    office = offices().get(term.office)
    rank = RANKS.index(office.rank) if office and office.rank in RANKS else len(RANKS)
    head = {"president": 0, "prime-minister": 1, "monarch": 0, "chancellor": 1, "foreign-minister": 3}.get(term.office, 5)
    return rank * 10 + head + (term.note == REALM)


def _international(term: Term, scope: str | None) -> bool:
    return term.country is None and (scope is None or term.scope == scope)


def _only_holder(of: Iterable[str], scope: str, day: dt.date | None) -> Term | None:
    """The term of the one person who surely held one of these offices on that day, if the table knows exactly one."""
    held = [t for office in of for t in who(office, scope, day) if t.sure != "low"] if day is not None else []
    return held[0] if len({t.id for t in held}) == 1 else None


def _local_title(office: str, country: str | None) -> str | None:
    entry = offices().get(office)
    return next((title for c, title in entry.local if c == country), None) if entry and country else None


def _as_told(office: str, term: Term, mention: Mention | None) -> str:
    """The office of the table as the text names it: one of several of a note, "special representative" for a special envoy."""
    title = mention.titles[0] if mention is not None and mention.titles and not mention.former else None
    if title is None:
        return office
    told = set(name_key(title.name).split())
    if term.office.startswith(NOTABLE):
        return next((part for part in office.split("; ") if told & set(name_key(part).split())), office)
    entry = offices()[title.id]
    synonym = term.office == title.id and entry.rank == "envoy" and _local_title(term.office, term.country) is None
    return title.name.removesuffix(" to") if synonym and title.name in entry.titles else office


def _only_home(title: Name) -> str | None:
    """The one country that has an office, where no other has anything called so: the National Cyber Director."""
    office = offices()[title.id]
    names = {t.lower() for t in office.titles}
    return office.local[0][0] if len(office.local) == 1 and names == {title.name.lower()} else None


def _office_title(term: Term) -> str:
    if term.office.startswith(NOTABLE):
        return term.note
    entry = offices().get(term.office)
    return _local_title(term.office, term.country) or (entry.titles[0] if entry else term.office)
