"""The pipeline's components in their order, over a batch of documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from dragoman.reading.decoding import transitions
from dragoman.reading.decoding.lexical import Lexical

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

T = TypeVar("T")
Drawn: TypeAlias = "tuple[NDArray[np.int32], NDArray[np.int32]]"  # of each token its head (below 0 for a root) and the class drawn
_ARCS = {"S": 0, "D": 1, "L": 2, "R": 3, "B": 4}
_BILUO = {"B": 0, "I": 1, "L": 2, "U": 3, "O": 4, "U-": 5}  # the last only for entities that were set beforehand
_IOB = np.array([3, 1, 1, 3, 2, 2], dtype=np.uint64)  # spaCy's numbers for begins, inside, inside, begins, outside


class Decoder:
    """Annotates documents as `nlp.pipe` would, morphology apart, which nothing here asks for."""

    def __init__(self, nlp: Language) -> None:
        parts: dict[str, Any] = dict(nlp.pipeline)  # spaCy's stubs know none of its components' own attributes
        self.parser, self.recogniser = parts["parser"], parts["ner"]
        self.before = [parts["tok2vec"], parts["tagger"]]
        self.lexical = Lexical(nlp)
        self.arcs = transitions.Scorer.of(self.parser.model)
        self.entities = transitions.Scorer.of(self.recogniser.model)
        strings = nlp.vocab.strings
        self.root = strings["ROOT"]
        self.arc_moves, names = _classes(self.parser, _ARCS)
        self.arc_labels = np.array([strings.add(name) for name in names], dtype=np.uint64)
        self.decorated = np.array(["||" in name for name in names])
        self.entity_moves, names = _classes(self.recogniser, _BILUO)
        kinds = sorted({*names})
        self.entity_kinds = np.array([kinds.index(name) for name in names], dtype=np.int8)
        self.entity_labels = np.array([strings.add(name) if name else 0 for name in names], dtype=np.uint64)

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Tags, dependencies, sentences, lemmas and entities, in place."""
        filled = [doc for doc in docs if len(doc)]
        for component in self.before if filled else ():
            component.set_annotations(filled, component.predict(filled))
        if filled:
            _run(filled, self.parser, self.arcs, self._arcs, self._set_arcs)
            self.lexical.annotate(filled)
            _run(filled, self.recogniser, self.entities, self._entities, self._set_entities)

    def _arcs(self, network: transitions.Network, first: int, doc: Doc) -> Drawn | None:
        return transitions.arcs(network, first, len(doc), self.arc_moves)

    def _set_arcs(self, doc: Doc, found: Drawn) -> None:
        heads, drawn = found
        rooted = heads < 0
        relative = np.where(rooted, 0, heads.astype(np.int64) - np.arange(len(heads)))
        labels = np.where(rooted, np.uint64(self.root), self.arc_labels[drawn])
        arcs: Any = np.stack([relative.astype(np.uint64), labels], axis=1)
        doc.from_array(["HEAD", "DEP"], arcs)
        if self.decorated[drawn[~rooted]].any():
            for hook in self.parser.postprocesses:
                hook(doc)

    def _entities(self, network: transitions.Network, first: int, doc: Doc) -> NDArray[np.int32] | None:
        asked = doc.to_array(["SENT_START", "IS_SPACE"])
        starts, spaces = (asked[:, 0] == 1).astype(np.uint8), asked[:, 1].astype(np.uint8)
        return transitions.entities(network, first, self.entity_moves, self.entity_kinds, starts, spaces)

    def _set_entities(self, doc: Doc, found: NDArray[np.int32]) -> None:
        tags: Any = np.stack([_IOB[self.entity_moves[found]], self.entity_labels[found]], axis=1)
        doc.from_array(["ENT_IOB", "ENT_TYPE"], tags)


def _run(
    docs: Sequence[Doc],
    component: Any,
    scorer: transitions.Scorer | None,
    decode: Callable[[transitions.Network, int, Doc], T | None],
    write: Callable[[Doc, T], None],
) -> None:
    """Annotates documents by the compiled loop of a transition system, or by spaCy's own where there is none for a document."""
    network, held = scorer.network(component.model.get_ref("tok2vec").predict(docs)) if scorer else (None, None)
    first = 0
    for doc in docs:
        found = decode(network, first, doc) if network is not None else None
        if found is None:
            component(doc)
        else:
            write(doc, found)
        first += len(doc)
    del held  # the network points into it until here


def _classes(component: Any, moves: dict[str, int]) -> tuple[NDArray[np.int8], list[str]]:
    """The move and the label of each class of a transition system: "L-nsubj", "B-PERSON", "O"."""
    names = [component.moves.get_class_name(i) for i in range(component.model.get_ref("upper").get_dim("nO"))]
    parted = [name.partition("-") for name in names]
    return np.array([moves.get(name, moves[parts[0]]) for name, parts in zip(names, parted, strict=True)], dtype=np.int8), [
        label for _, _, label in parted
    ]
