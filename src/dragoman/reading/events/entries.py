"""Entries that rules put in the place of a pattern's own, where the words around it show that another act is meant."""

from __future__ import annotations

from dragoman.codebook.lexicon import Entry

ASYLUM = Entry("open border to", "V", "075", ("subject",), ("to",), frozenset({"open"}), ())
BLAMED = Entry("find vote unfair", "V", "111", ("subject",), ("in", "of"), frozenset({"find"}), ())
BLOCK = Entry("block", "V", "120", ("subject",), ("by", "from", "of", "to"), frozenset({"block"}), ())
COMPLAINT = Entry("protest that", "V", "111", ("subject",), ("clause",), frozenset({"protest"}), ())
DENIAL = Entry("deny", "V", "016", ("subject",), ("of", "by", "from"), frozenset({"deny"}), ())
DEPLORED = Entry("regret", "V", "111", ("subject",), ("object",), frozenset({"regret"}), ())
DEMAND = Entry("say must", "V", "100", ("subject",), ("clause",), frozenset({"say"}), ())
EXERCISE = Entry("hold exercise joint", "V", "062", ("subject",), ("with", "mutual"), frozenset({"hold"}), ())
PEACE = Entry("agree not to", "V", "0356", ("subject",), ("with", "to", "mutual"), frozenset({"agree"}), ())
PEACEKEEPERS = Entry("arrive", "V", "074", ("subject",), ("in", "to", "at"), frozenset({"arrive"}), ())
PRAISED = Entry("find vote fair", "V", "051", ("subject",), ("in", "of"), frozenset({"find"}), ())
PROMISE = Entry("agree not to", "V", "030", ("subject",), ("with", "to", "mutual"), frozenset({"agree"}), ())
RECALL = Entry("recall", "V", "161", ("subject",), ("from", "to"), frozenset({"recall"}), ())
REFUSAL = Entry("vow not to", "V", "120", ("subject",), ("to", "with"), frozenset({"vow"}), ())
STRIKE = Entry("strike", "V", "190", ("subject",), ("object",), frozenset({"strike"}), ())  # who strikes somebody doesn't down tools
SUSPENSION = Entry("suspend", "V", "160", ("subject",), ("object",), frozenset({"suspend"}), ())
TROOPS = Entry("arrive", "V", "154", ("subject",), ("none",), frozenset({"arrive"}), ())
WELCOME = Entry("welcome", "V", "051", ("subject",), ("object",), frozenset({"welcome"}), ())
