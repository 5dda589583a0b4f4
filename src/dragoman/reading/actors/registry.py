"""The walk through the mentions of a document: names first, then descriptions and pronouns in the order of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dragoman.gazetteer.names import Name, matcher
from dragoman.gazetteer.offices import offices
from dragoman.reading.actors.descriptions import resolve_role
from dragoman.reading.actors.discourse import SENTENCE_END, Discourse
from dragoman.reading.actors.entities import Entity
from dragoman.reading.actors.groups import resolve_group
from dragoman.reading.actors.holders import find_era, from_table
from dragoman.reading.actors.names import resolve_named
from dragoman.reading.actors.offices import resolve_office
from dragoman.reading.actors.origins import only_country, senders_country
from dragoman.reading.actors.persons import resolve_person
from dragoman.reading.actors.pronouns import FIRST_PERSON, resolve_pronoun
from dragoman.reading.actors.salience import remember
from dragoman.reading.actors.titles import local_country
from dragoman.reading.mentions import Mention
from dragoman.reading.references import References


class Registry(Discourse):
    """The entities of one document, resolved mention by mention."""

    def resolve(
        self,
        mentions: Sequence[Mention],
        subjects: set[int],
        references: References | None = None,
        scene: str | None = None,
    ) -> None:
        """Resolves every mention, names first (they set the era), then descriptions and pronouns in the order of the text.

        Args:
            mentions: all mentions of the document, in order.
            subjects: `id()` of the mentions that are grammatical subjects.
            references: whom grammar points to.
            scene: the country of the dateline, where the text begins with it.
        """
        self.scene = scene
        if scene is not None:
            self.performing = None  # a report: a state that "we" are grateful to in a quotation doesn't speak in it
        self.references = references = references or References()
        if not self.published:
            find_era(self, (m for m in mentions if m.kind == "person"))
        self.sole = only_country(mentions)
        self.sole_of_persons = only_country([m for m in mentions if m.kind != "person" and not m.modifier]) if self.sole else None
        for mention in mentions if scene is not None else ():
            if not any(name.kind in {"state", "adjective"} for name in mention.origins):
                words = self.text[mention.start : mention.end]
                mention.origins = tuple(_at_home(words, name, scene) for name in mention.origins)
        for mention in mentions:
            if mention.kind == "person" and " " in (mention.given or ""):
                resolve_person(self, mention)
        for mention in mentions:
            for ahead in references.antecedents.get(id(mention), ()):
                if ahead.start > mention.start and ahead.kind in {"state", "organisation"}:
                    self.of_mention[id(ahead)] = self.refer(ahead)  # "It would not yield, Chad said"
        self.apart = _apart(self, mentions)
        self.home = self.publishing or _find_home(self, mentions)
        self.openings = list(self._openings(mentions))
        self.introduced = _introduced(mentions)
        for entity in self.entities.values():
            entity.last = entity.acted = -1
        for mention in mentions:
            if mention.kind == "pronoun" and mention.noun in FIRST_PERSON:
                for ahead in (m for m in references.antecedents.get(id(mention), ()) if id(m) not in self.of_mention):
                    self.of_mention[id(ahead)] = self.refer(ahead)  # "We will go," the minister said
            found = self.of_mention[id(mention)] = self.refer(mention)
            if mention.kind != "pronoun" or mention.noun not in FIRST_PERSON:  # "he" is never the one who says "I"
                self._remember(mention, found, id(mention) in subjects, references)
        for post in (m.post for m in mentions if m.post is not None):
            self.of_mention[id(post)] = self.refer(post)

    def _remember(self, mention: Mention, found: tuple[Entity, ...], subject: bool, references: References) -> None:
        """Keeps who was spoken of, and how, for what pronouns and descriptions after it mean."""
        for entity in found:
            entity.last = mention.start
            entity.acted = entity.acted if mention.located else mention.start
            if not (mention.kind == "pronoun" and mention.modifier):  # "Chad will close its embassy in Rome, the foreign ministry said"
                entity.subject = subject
        if id(mention) in references.leads:
            self.lead = references.leads[id(mention)]
            self.leads.append(self.lead)
        people = [e for e in found if e.kind in {"person", "office"}]
        if people and not mention.modifier and not (len(self.pair) == 2 and id(mention) in references.aside):
            remember(self, people)
        elif mention.kind == "role" and len(mention.shared) == len(found) == 2:
            self.pair = found  # "the prime ministers of X and Y": "they" after it means both
        if len(self.pair) == 2 and self.pair not in self.pairs[-1:]:
            self.pairs.append(self.pair)

    def _openings(self, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
        """The mentions of the text's first two sentences, or of its headline and its first sentence."""
        start = 0
        for _ in range(2):
            end = found.end() - 1 if (found := SENTENCE_END.search(self.text, start)) else len(self.text)
            yield [m for m in mentions if start <= m.start < end]
            start = end + len(self.text[end:]) - len(self.text[end:].lstrip())

    def refer(self, mention: Mention) -> tuple[Entity, ...]:
        """Whom a mention means, by its kind."""
        if mention.kind == "person":
            return (resolve_person(self, mention),)
        if mention.kind == "office":
            return (resolve_office(self, mention),)
        if mention.kind == "role":
            return resolve_role(self, mention)
        if mention.kind == "pronoun":
            return resolve_pronoun(self, mention)
        if mention.kind == "group":
            return resolve_group(self, mention)
        return (resolve_named(self, mention),)


def _apart(discourse: Discourse, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """The first mention of each office, where it is bare and one of another country stands after it in the sentence."""
    found: dict[str, Mention] = {}
    told: set[str] = set()
    for index, mention in enumerate(mentions):
        for title in mention.titles:
            bare = mention.kind == "office" and not (mention.origins or mention.possessor or mention.named)
            others = (m for m in mentions[index + 1 : index + 8] if m.origins and title.id in {t.id for t in m.titles})
            if title.id not in told and bare and any(discourse.in_one_sentence(mention.end, m.start) for m in others):
                found[title.id] = mention
            told.add(title.id)
    return found


def _at_home(words: str, whose: Name, country: str | None) -> Name:
    """Of the bodies of several countries that have one name, that of a country: "Foreign Office spokesman" in news from Islamabad."""
    if whose.kind != "body" or whose.country == country:
        return whose
    alike = (n for hit in matcher().find(words) if whose in hit.names for n in hit.names if n.kind == "body")
    return next((n for n in alike if n.country == country), whose)


def _introduced(mentions: Sequence[Mention]) -> dict[str, str]:
    """Whose the offices are of which the text tells, by the first words that tell it: "Chile's foreign minister"."""
    told = ((title.id, senders_country(m.origins)) for m in reversed(mentions) if not m.former for title in m.titles)
    return {office: country for office, country in told if country}


def _find_home(discourse: Discourse, mentions: Sequence[Mention]) -> str | None:
    """The country whose officials the text names without saying so: "the President" alone means its president."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        if mention.kind == "person" and mention.titles and not mention.origins:
            entity = resolve_person(discourse, mention) if " " in (mention.given or "") else from_table(discourse, mention, None)
            if entity is not None and entity.country:
                counts[entity.country] += 1
        elif (
            mention.kind == "office"
            and mention.titles
            and not mention.origins
            and (local := local_country(mention.titles[0], offices()[mention.titles[0].id]))
        ):
            counts[local] += 1
    return counts.most_common(1)[0][0] if counts else None
