"""Part of speech and lemma of a token, as spaCy's attribute ruler and lemmatiser give them, remembered by what their rules ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language

#: Words of open classes never stop coming: what is remembered is forgotten at once when there is this much of it.
MAX_REMEMBERED = 200_000
_ASKED: list[int | str] = ["ORTH", "TAG", "DEP", "LOWER"]
_TOLD: list[int | str] = ["TAG", "POS", "LEMMA", "DEP"]

Form = tuple[int, ...]  # orth, tag, dep, lower of a token


class Lexical:
    """What the two components say of a token, by its form and by that of its neighbours where a rule asks for them."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.components = [nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")]
        ruler: Any = self.components[0]
        together = [p for rule in ruler.patterns for p in rule["patterns"] if len(p) > 1]
        self.strings = {  # of each attribute, what rules over several tokens ask of one of them
            attribute: {self.vocab.strings[s] for pattern in together for token in pattern for s in _strings(token.get(name))}
            for name, attribute in (("LOWER", 3), ("DEP", 2))
        }
        self.remembered: dict[tuple[Form, ...], Form] = {}

    def annotate(self, doc: Doc) -> None:
        """Sets tag, part of speech, lemma and dependency of every token as the components would; morphology isn't set."""
        forms: list[Form] = list(map(tuple, doc.to_array(_ASKED).tolist()))
        if forms:
            told: Any = np.array(list(self._told(forms)), dtype=np.uint64)
            doc.from_array(_TOLD, told)

    def _told(self, forms: Sequence[Form]) -> Iterator[Form]:
        words, deps = self.strings[3], self.strings[2]
        asked = [form[3] in words or form[2] in deps for form in forms]
        near: tuple[Form, ...]
        for at, form in enumerate(forms):
            if asked[at]:
                near = (forms[at - 1] if at and asked[at - 1] else (), form, forms[at + 1] if at + 1 < len(forms) and asked[at + 1] else ())
            else:
                near = (form,)
            told = self.remembered.get(near)
            yield self._ask(near) if told is None else told

    def _ask(self, near: tuple[Form, ...]) -> Form:
        present = [form for form in near if form]
        strings = self.vocab.strings
        doc = Doc(
            self.vocab,
            words=[strings[f[0]] for f in present],
            tags=[strings[f[1]] for f in present],
            deps=[strings[f[2]] for f in present],
            heads=list(range(len(present))),
        )
        for component in self.components:
            doc = component(doc)
        own = len(present) - 1 - (len(near) == 3 and bool(near[2]))  # (before, itself, after)
        told: Form = tuple(doc.to_array(_TOLD)[own].tolist())
        if len(self.remembered) >= MAX_REMEMBERED:
            self.remembered.clear()
        self.remembered[near] = told
        return told


def _strings(condition: Any) -> Iterable[str]:
    """The strings that a condition of a rule names."""
    if condition is None:
        return ()
    return condition.get("IN", ()) if isinstance(condition, dict) else (condition,)
