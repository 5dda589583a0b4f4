"""Feeds followed as they grow: what is new in them is fetched once, with manners.

A feed is asked no more often than agreed, only for what has changed (ETag, Last-Modified), and less and less often while it fails.
robots.txt holds for feeds and pages. What has been seen is remembered in a file, by the entry's key, its address and its text, so that a
report that moves, or is in two feeds, is read once.
"""

from __future__ import annotations

import email.utils
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dragoman.records import Document, stable_id
from dragoman.records.errors import SourceError, UsageError
from dragoman.sources import Options, feeds, robots, web
from dragoman.sources.feeds import Entry
from dragoman.sources.fetching import Fetched, Fetcher

LONGEST = 86_400.0  # seconds: a feed that fails is asked at least once a day
TRIES = 3  # of a page, at as many looks at its feed
REMEMBERED = 400 * 86_400.0  # seconds: what hasn't been in a feed for so long is forgotten
ROBOTS_AGE = 86_400.0  # seconds that a robots.txt holds
_ACCEPT = {"Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"}


class State:
    """What a watch remembers between runs: a JSON file, replaced whole.

    Raises:
        UsageError: the file isn't one, or can't be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.feeds: dict[str, dict[str, Any]] = {}
        self.seen: dict[str, float] = {}
        self.tries: dict[str, int] = {}
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            self.feeds, self.seen, self.tries = found["feeds"], found["seen"], found["tries"]
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path} isn't the state of a watch ({error}): name another with --state, or remove it") from None

    def save(self, now: float) -> None:
        """Writes it down, without what is too old to come again."""
        self.seen = {key: at for key, at in self.seen.items() if now - at < REMEMBERED}
        self.tries = {key: n for key, n in self.tries.items() if key not in self.seen}
        new = self.path.with_name(self.path.name + ".new")
        try:
            with new.open("w", encoding="utf-8") as handle:
                json.dump({"feeds": self.feeds, "seen": self.seen, "tries": self.tries}, handle)
                handle.flush()
                os.fsync(handle.fileno())
            new.replace(self.path)
        except OSError as error:
            raise UsageError(f"{self.path} can't be written: {error.strerror or error}") from None


class Watch:
    """A watch over feeds.

    Args:
        addresses: of the feeds.
        state: what is remembered.
        fetcher: what fetches.
        every: seconds between two looks at a feed.
        clock: tells the time, in seconds since 1970.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        addresses: Sequence[str],
        state: State,
        fetcher: Fetcher,
        *,
        every: float = 900.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.addresses, self.state, self.fetcher, self.every = list(dict.fromkeys(addresses)), state, fetcher, every
        self._clock, self._sleep = clock, sleep
        self._robots: dict[str, tuple[float, robots.Rules]] = {}

    def documents(self, *, once: bool = False) -> Iterator[Document | SourceError]:
        """The new documents, as they appear, and an error for each feed or page that can't be read.

        A document counts as seen when the next one is asked for: one that is being read when the program ends comes again.

        Args:
            once: whether to look at every feed once, now, and end.
        """
        while True:
            for address in self.addresses:
                about = self.state.feeds.setdefault(address, {})
                if not about.get("gone") and (once or about.get("next", 0.0) <= self._clock()):
                    yield from self._look(address, about)
                    self.state.save(self._clock())
            waiting = [about.get("next", 0.0) for a in self.addresses if not (about := self.state.feeds[a]).get("gone")]
            if once or not waiting:
                return
            self._sleep(max(0.0, min(waiting) - self._clock()))

    def _look(self, address: str, about: dict[str, Any]) -> Iterator[Document | SourceError]:
        """The new documents of a feed. `about` is brought up to date when all of them are dealt with."""
        conditions = {"If-None-Match": about.get("etag"), "If-Modified-Since": about.get("modified")}
        try:
            found = self._get(address, _ACCEPT | {name: value for name, value in conditions.items() if value})
            listed = feeds.entries(found.body, found.url) if found.status == 200 else []
        except SourceError as error:
            about.update(failures=about.get("failures", 0) + 1)
            about["next"] = self._clock() + min(LONGEST, self.every * 2.0 ** min(about["failures"], 20))
            yield error
            return
        if found.status not in {200, 304}:
            yield self._refused(address, about, found)
            return
        later = False
        for entry in listed:
            for item in self._new(entry):
                later |= isinstance(item, SourceError) and stable_id("k", entry.key) not in self.state.seen
                yield item
            self.state.save(self._clock())
        about.update(failures=0, next=self._clock() + self.every)
        if found.status == 200:  # while a page is to be tried again, the feed has to be told anew
            about.update(etag=None if later else found.headers.get("etag"), modified=None if later else found.headers.get("last-modified"))

    def _refused(self, address: str, about: dict[str, Any], found: Fetched) -> SourceError:
        if found.status == 410:
            about["gone"] = True
            return SourceError(address, "the server says that this feed is gone: it isn't asked again")
        about.update(failures=about.get("failures", 0) + 1)
        wait = max(self.every * 2.0 ** min(about["failures"], 20), _retry_after(found, self._clock()))
        about["next"] = self._clock() + min(LONGEST, wait)
        return SourceError(address, f"the server answers {found.status}; asked again in {min(LONGEST, wait) / 60:.0f} min")

    def _new(self, entry: Entry) -> Iterator[Document | SourceError]:
        now, seen = self._clock(), self.state.seen
        keys = [stable_id("k", entry.key), stable_id("k", entry.link)]
        if any(key in seen for key in keys):
            seen.update(dict.fromkeys(keys, now))
            return
        try:
            if not self._rules(entry.link).allow(entry.link):
                raise SourceError(entry.link, "robots.txt doesn't let programs fetch it")
            document = web.page(self.fetcher, entry.link, Options(), title=entry.title, published=entry.published)
        except SourceError as error:
            tried = self.state.tries[keys[0]] = self.state.tries.get(keys[0], 0) + 1
            if tried >= TRIES or "robots.txt" in error.reason:
                seen.update(dict.fromkeys(keys, now))
            yield error
            return
        text = stable_id("t", document.text_sha256)
        if text not in seen:
            yield document
        seen.update(dict.fromkeys([*keys, text], now))

    def _get(self, address: str, headers: dict[str, str]) -> Fetched:
        if not self._rules(address).allow(address):
            raise SourceError(address, "robots.txt doesn't let programs fetch it")
        return self.fetcher.get(address, headers)

    def _rules(self, address: str) -> robots.Rules:
        """The rules of a site: none where it has no robots.txt, and everything forbidden while it can't say."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        at, rules = self._robots.get(site, (float("-inf"), robots.Rules()))
        if self._clock() - at < ROBOTS_AGE:
            return rules
        try:
            found = self.fetcher.get(f"{site}/robots.txt")
        except SourceError as error:
            raise SourceError(address, f"its robots.txt can't be fetched: {error.reason}") from None
        if found.status >= 500:
            raise SourceError(address, f"its robots.txt can't be fetched: the server answers {found.status}")
        rules = robots.parse(found.body) if found.status == 200 else robots.Rules()
        self._robots[site] = (self._clock(), rules)
        if rules.delay and parts.hostname:
            self.fetcher.pauses[parts.hostname] = rules.delay
        return rules


def _retry_after(found: Fetched, now: float) -> float:
    """Seconds that the server asks to wait: a number, or a date."""
    given = found.headers.get("retry-after", "")
    try:
        return float(given) if given.isdigit() else email.utils.parsedate_to_datetime(given).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return 0.0
