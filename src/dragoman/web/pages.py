"""Templates: everything that goes into a page is escaped, and an address becomes a link only if it is http or https."""

from __future__ import annotations

from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from dragoman.analysis.page import clean


def web_address(url: str | None) -> str | None:
    """`url` if it can be a link: http or https, with a host."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname and url == clean(url) else None


_TEMPLATES = Environment(
    loader=PackageLoader("dragoman.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.filters |= {"clean": clean, "web_address": web_address}


def page(template: str, **values: object) -> str:
    """A page as HTML."""
    return _TEMPLATES.get_template(template).render(**values)
