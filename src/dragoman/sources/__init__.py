"""Sources: bytes of many formats to documents, one bad input never stopping the others.

`documents(paths)` is the way in; `docs/cli.md` describes each format and limit.
"""

from dragoman.sources.load import Input, documents, expand
from dragoman.sources.options import COLUMNS, MAX_TEXT, Options

__all__ = ["COLUMNS", "MAX_TEXT", "Input", "Options", "documents", "expand"]
