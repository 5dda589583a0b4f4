"""Holidays and sessions of forums: days that have names, from the data files of the gazetteer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from dragoman.gazetteer.loading import rows
from dragoman.reading.dates.expressions import Occasion
from dragoman.reading.dates.words import Words

#: Years for which a holiday on a fixed day is laid out: those that the other tables cover, and as much again before.
_YEARS = range(1990, 2051)
