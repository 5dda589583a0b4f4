"""Readings in the formats that other programs read, one module a format. docs/exports.md describes each."""
