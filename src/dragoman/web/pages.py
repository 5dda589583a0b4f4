"""Templates: everything that goes into a page is escaped, and an address becomes a link only if it is http or https."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from dragoman.analysis.page import clean

#: The contents of the desk: address, name.
CONTENTS = (
    ("/", "Today"),
    ("/search", "Search"),
    ("/relations", "Relations"),
    ("/commitments", "Commitments"),
    ("/actors", "Actors"),
    ("/documents", "Documents"),
    ("/map", "Map"),
    ("/network", "Network"),
    ("/review", "Review"),
    ("/add", "Add"),
    ("/codebook", "Codebook"),
    ("/about", "About the data"),
)


def web_address(url: str | None) -> str | None:
    """`url` if it can be a link: http or https, with a host."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname and url == clean(url) else None


def part(text: object) -> str:
    """Text as a part of an address of our own; slashes stay, because ids have them."""
    return quote(str(text), safe="/~")


_TEMPLATES = Environment(
    loader=PackageLoader("dragoman.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.filters |= {"clean": clean, "web_address": web_address, "part": part}
_TEMPLATES.globals |= {"contents": CONTENTS}


def offer(**helpers: Callable[..., object]) -> None:
    """Lets every template call these."""
    _TEMPLATES.globals |= helpers


def page(template: str, **values: object) -> str:
    """A page as HTML. `here` is the address in the contents that it belongs to."""
    return _TEMPLATES.get_template(template).render(**({"here": ""} | values))


def shown(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page as an answer."""
    return HTMLResponse(page(template, **values), status)


def pages(address: str, query: Mapping[str, str], page: int, *, more: bool) -> tuple[str | None, str | None]:
    """The addresses of the page before this one and of the page after it, with the filters of this one."""
    kept = {name: value for name, value in query.items() if value}

    def to(number: int) -> str:
        return f"{address}?{urlencode(kept | {'page': str(number)})}"

    return (to(page - 1) if page > 1 else None), (to(page + 1) if more else None)
