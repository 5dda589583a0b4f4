"""The words that dates are written with, and a text cut into them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from dragoman.reading.dates.days import Unit


def listed(words: str) -> tuple[str, ...]:
    """Words written in one string."""
    return tuple(words.split())


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday weds wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
WEEKDAY_PLURALS = {f"{name}s": number for name, number in WEEKDAYS.items() if name.endswith("day")}
#: Names that are words or surnames too: alone, they are months only after a word that dates take.
DOUBTFUL_MONTHS = {"may", "march", "august"}
#: Four letters and more, where they stand alone: "Sun", "Mon", "Sat" and "Jan" are too often something else.
FULL_NAMES = {name for name in (*MONTHS, *WEEKDAYS) if len(name) > 4 or name in {"may", "june", "july", "sept"}}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNITS: dict[str, Unit] = {
    "hour": "hour",
    "day": "day",
    "weekend": "weekend",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
}
PLURALS: dict[str, Unit] = {**{f"{name}s": unit for name, unit in UNITS.items() if name != "century"}, "centuries": "century"}
CARDINALS = {
    word: number
    for number, word in enumerate(
        listed(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
        ),
        start=1,
    )
}
TENS = {word: number * 10 for number, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)}
ORDINALS = {
    word: number
    for number, word in enumerate(
        listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
            "seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
} | {"thirtieth": 30}
#: Numbers that aren't told.
VAGUE_COUNTS = {"few", "several", "some", "many"}
#: Words for the unit that holds the day of publication, the one before and the one after.
OFFSETS = {"this": 0, "current": 0, "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "upcoming": 1}
#: The same, counted from the day told last.
TOLD_OFFSETS = {"that": 0, "same": 0, "following": 1, "preceding": -1, "subsequent": 1}
ORDINAL_ENDINGS = {"st", "nd", "rd", "th"}
#: Days near publication, by their distance from it.
NEAR_DAYS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
PART_WORDS: dict[str, Literal["early", "mid", "late"]] = {"early": "early", "mid": "mid", "late": "late"}
BOUND_WORDS: dict[str, Literal["start", "end", "mid", "later"]] = {
    **dict.fromkeys(("beginning", "start", "outset", "turn", "opening"), "start"),
    **dict.fromkeys(("end", "close", "conclusion", "ending"), "end"),
    "middle": "mid",
    **dict.fromkeys(("rest", "remainder"), "later"),
}
VAGUE = {
    "recently": "PAST_REF",
    "lately": "PAST_REF",
    "currently": "PRESENT_REF",
    "now": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "soon": "FUTURE_REF",
    "shortly": "FUTURE_REF",
    "recent": "PAST_REF",
    "past": "PAST_REF",
    "present": "PRESENT_REF",
    "future": "FUTURE_REF",
}
VAGUE_IN_TEXT = {"recently", "lately"}
DAY_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
DASHES = {"-", "–", "—", "‑", "‒"}
ONWARD = {"to", "through", "until", "till", "thru", *DASHES}
#: Words after which a bare month or year is a date.
DATE_PREPOSITIONS = frozenset(
    listed(
        "in since until till by from through throughout during before after of for to between around about late early mid last next this "
        "past coming as end beginning following previous"
    )
)

_TOKEN = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|\d+|[^\W\d_]+|[^\w\s]")


@dataclass(slots=True)
class Words:
    """A text cut into words, numbers, marks and line ends, each with its offsets. Reading past the last gives an empty word."""

    text: str
    raw: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of a text."""
        words = cls(text)
        for match in _TOKEN.finditer(text):
            words.raw.append(match.group())
            words.start.append(match.start())
            words.end.append(match.end())
        words.low = [word.lower().replace("’", "'") for word in words.raw]
        for padding in (words.raw, words.low):
            padding.extend([""] * PADDING)
        words.start.extend([len(text) + 1] * PADDING)
        words.end.extend([len(text) + 1] * PADDING)
        return words

    def __len__(self) -> int:
        return len(self.raw) - PADDING

    def joined(self, i: int) -> bool:
        """Whether word `i` follows the one before without a space."""
        return i > 0 and self.end[i - 1] == self.start[i]


#: No rule looks farther ahead than this many words.
PADDING = 40
