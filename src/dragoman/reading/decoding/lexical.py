"""Part of speech and lemma of a token, as spaCy's attribute ruler and lemmatiser give them, remembered by what their rules ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language

#: Words of open classes never stop coming: what is remembered is forgotten at once when there is this much of it.
MAX_REMEMBERED = 200_000
_ASKED: list[int | str] = ["ORTH", "TAG", "DEP", "LOWER"]
_DEP, _LOWER = 2, 3  # where these stand in what is asked
_TOLD: list[int | str] = ["TAG", "POS", "LEMMA", "DEP"]

Form = tuple[int, ...]  # orth, tag, dep, lower of a token


class Lexical:
    """What the two components say of a token, by its form and by that of its neighbours where a rule asks for them."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.components = [nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")]
        ruler: Any
        lemmatiser: Any
        ruler, lemmatiser = self.components
        known = lemmatiser.lookups.get_table("lemma_index")
        for part, words in known.items():
            known[part] = frozenset(words)  # spaCy looks words up in a list of tens of thousands
        together = [p for rule in ruler.patterns for p in rule["patterns"] if len(p) > 1]
        asked = [token for pattern in together for token in pattern]
        self.words, self.deps = (  # what rules over several tokens ask of one of them
            {self.vocab.strings[s] for token in asked for s in _strings(token.get(name))} for name in ("LOWER", "DEP")
        )
        self.remembered: dict[tuple[Form, ...], Form] = {}

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Sets tag, part of speech, lemma and dependency of every token as the components would; morphology isn't set."""
        seen = [self._near(list(map(tuple, doc.to_array(_ASKED).tolist()))) for doc in docs]
        self._learn({near for one in seen for near in one if near not in self.remembered})
        for doc, one in zip(docs, seen, strict=True):
            told: Any = np.array([self.remembered[near] for near in one], dtype=np.uint64)
            doc.from_array(_TOLD, told)

    def _near(self, forms: Sequence[Form]) -> list[tuple[Form, ...]]:
        """Of each token what rules ask: its form alone, or with its neighbours' (empty where no rule can join them)."""
        joined: list[Form] = [(), *(form if form[_LOWER] in self.words or form[_DEP] in self.deps else () for form in forms), ()]
        return [(joined[at], form, joined[at + 2]) if joined[at + 1] else (form,) for at, form in enumerate(forms)]

    def _learn(self, new: set[tuple[Form, ...]]) -> None:
        """Asks the components, of all tokens alone at once and of each that has neighbours for itself."""
        if len(self.remembered) + len(new) > MAX_REMEMBERED:
            self.remembered.clear()
        alone = [near[0] for near in new if len(near) == 1]
        for form, told in zip(alone, self._told(alone), strict=True):
            self.remembered[(form,)] = told
        for near in new:
            if len(near) > 1:
                self.remembered[near] = self._told([form for form in near if form])[bool(near[0])]

    def _told(self, forms: Sequence[Form]) -> list[Form]:
        """What the components say of words in a row."""
        words, tags, deps = ([self.vocab.strings[form[i]] for form in forms] for i in range(3))
        doc = Doc(self.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(forms))))
        for component in self.components if forms else ():
            doc = component(doc)
        return list(map(tuple, doc.to_array(_TOLD).tolist()))


def _strings(condition: Any) -> Iterable[str]:
    """The strings that a condition of a rule names."""
    if condition is None:
        return ()
    return condition.get("IN", ()) if isinstance(condition, dict) else (condition,)
