"""The parser's pipeline decoded fast: spaCy's networks and rules, the same annotations, in a fraction of the time.

spaCy's transition loop takes and gives back the interpreter's lock at every call, which is half of its time; its attribute ruler and
lemmatiser ask every rule of every token. Here the loops are compiled (`transitions.c`), and what the rules say of a word is remembered.
Where the compiled loops are missing (no C compiler when the package was installed), spaCy's own pipeline does all of it.
"""

from dragoman.reading.decoding.decoder import Decoder
from dragoman.reading.decoding.transitions import available

__all__ = ["Decoder", "available"]
