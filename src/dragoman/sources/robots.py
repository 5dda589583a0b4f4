"""robots.txt (RFC 9309): what a site lets programs fetch."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from dragoman.sources.fetching import TOKEN

MAX_BYTES = 500 * 1024  # the least that the standard asks a program to read; what is beyond isn't read
LONGEST_DELAY = 60.0  # seconds: a site that asks for more is asked this seldom all the same, since few pages are fetched


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for this program: paths with whether they are allowed, and the seconds it should wait between two fetches."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Whether an address may be fetched: the longest rule that fits decides, and of two as long the kinder one."""
        parts = urlsplit(url)
        path = _plain(parts.path or "/") + (f"?{_plain(parts.query)}" if parts.query else "")
        fitting = [(len(pattern), allowed) for pattern, allowed in self.paths if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


NOTHING = Rules((("/", False),))


def parse(data: bytes) -> Rules:
    """The rules of a file: those of the groups that name this program, or else of the groups for all."""
    groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    named: set[bool] = set()
    mine, other, in_rules = False, False, False
    for raw in data[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff").splitlines():
        key, colon, value = raw.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if in_rules:
                mine = other = in_rules = False
            mine, other = mine or value.lower() == TOKEN, other or value == "*"
            named |= {True} if mine else set()
        elif key in {"allow", "disallow", "crawl-delay"}:
            in_rules = True
            for ours in [True] * mine + [False] * other:
                groups[ours].append((key, value))
    return _rules(groups[bool(named)])


def _rules(lines: list[tuple[str, str]]) -> Rules:
    paths = [(_plain(value), key == "allow") for key, value in lines if key != "crawl-delay" and value]
    return Rules(tuple(paths), max((_seconds(value) for key, value in lines if key == "crawl-delay"), default=0.0))


def _seconds(value: str) -> float:
    try:
        return min(LONGEST_DELAY, max(0.0, float(value)))
    except ValueError:
        return 0.0


def _plain(path: str) -> str:
    """A path in one way of escaping."""
    return quote(unquote(path), safe="/*$?=&:@!'()+,;~-._")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with `*` (anything) and `$` at its end (nothing more) fits the start of a path. Linear in both."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = rest.pop() if whole and rest else None
    for part in rest:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not whole or at == len(path)
