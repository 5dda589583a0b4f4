"""What is installed, which models, how much data, and what is wrong."""

from __future__ import annotations

import platform
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Any

from dragoman.records.errors import DragomanError

Report = dict[str, Any]
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w-]+)["']""")


def examine() -> Report:
    """The report: python, packages, extras, models, data, and `wrong`, a list of what doesn't work with what to do about it."""
    wrong: list[str] = []
    core, extras = _packages(wrong)
    return {
        "dragoman": _version("dragoman") or "not installed as a package",
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": core,
        "extras": extras,
        "language_model": _attempt(_language_model, wrong),
        "event_model": _attempt(_event_model, wrong),
        "data": {"codebook": _attempt(_codebook, wrong), "gazetteer": _attempt(_gazetteer, wrong)},
        "wrong": wrong,
    }


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _packages(wrong: list[str]) -> tuple[dict[str, str | None], dict[str, Report]]:
    """Versions of the core's packages, and for each extra whether all of its packages are there."""
    core: dict[str, str | None] = {}
    extras: dict[str, dict[str, str | None]] = defaultdict(dict)
    for requirement in metadata.requires("dragoman") or () if _version("dragoman") else ():
        name = re.split(r"[\s\[<>=!~;(]", requirement, maxsplit=1)[0]
        extra = _EXTRA.search(requirement)
        if name.lower() == "dragoman":
            continue  # an extra made of others
        (extras[extra[1]] if extra else core)[name] = _version(name)
    wrong += [f"the package {name} isn't installed: pip install {name}" for name, version in core.items() if version is None]
    return core, {name: {"present": all(packages.values()), "packages": packages} for name, packages in extras.items()}


def _attempt(part: Callable[[], Report], wrong: list[str]) -> Report | None:
    try:
        return part()
    except DragomanError as error:
        wrong.append(str(error))
    except ImportError as error:
        wrong.append(f"{error}: reinstall dragoman")
    except (OSError, ValueError, KeyError) as error:
        wrong.append(f"{type(error).__name__} in {part.__name__.strip('_').replace('_', ' ')}: {error}")
    return None


def _language_model() -> Report:
    from dragoman.reading import decoding, language  # noqa: PLC0415 (spaCy)

    loops = "compiled" if decoding.available() else "spaCy's: no C compiler when dragoman was installed, parsing is three times slower"
    return {**language.meta(), "weights": "verified", "path": str(language.model_path()), "loops": loops}


def _event_model() -> Report:
    from dragoman.reading import classifier  # noqa: PLC0415 (onnxruntime)

    manifest = classifier.default().manifest
    return {key: manifest[key] for key in ("version", "base", "built", "corpus_sha256") if key in manifest} | {"loaded": True}


def _codebook() -> Report:
    from dragoman import codebook  # noqa: PLC0415

    return {
        "types": len(codebook.types()),
        "cameo codes": len(codebook.cameo()),
        "contexts": len(codebook.contexts()),
        "lexicon entries": sum(_csv_rows(file) for file in sorted((codebook.DATA / "lexicon").iterdir(), key=str)),
    }


def _gazetteer() -> Report:
    from dragoman.gazetteer import loading  # noqa: PLC0415
    from dragoman.gazetteer.offices import terms  # noqa: PLC0415

    counts: Report = {}
    for file in sorted(loading.DATA.iterdir(), key=str):
        name = file.name.rpartition(".")[0].replace("_", " ")
        if file.name.endswith(".yaml"):
            counts[name] = len(loading.rows(file.name))
        elif file.name.endswith(".csv"):
            counts[name] = _csv_rows(file)
    return counts | {"terms in office": len(terms())}


def _csv_rows(file: Any) -> int:
    return sum(1 for line in file.read_text(encoding="utf-8").splitlines()[1:] if line.strip()) if file.name.endswith(".csv") else 0


def lines(report: Report) -> Iterator[str]:
    """The report for people."""
    yield f"dragoman {report['dragoman']}, Python {report['python']}, {report['platform']}"
    yield "packages        " + ", ".join(f"{name} {version or 'MISSING'}" for name, version in report["packages"].items())
    for name, extra in report["extras"].items():
        missing = [package for package, version in extra["packages"].items() if version is None]
        yield f"extra [{name}]".ljust(16) + ("present" if extra["present"] else f"not installed (lacks {', '.join(missing)})")
    model = report["language_model"]
    yield "language model  " + (f"{model['name']} {model['version']}, weights {model['weights']}" if model else "MISSING")
    event = report["event_model"]
    yield "event model     " + (" ".join(str(v) for k, v in event.items() if k in {"version", "base"}) or "loaded" if event else "MISSING")
    for part, counts in report["data"].items():
        yield part.ljust(16) + (", ".join(f"{count:,} {name}" for name, count in counts.items()) if counts else "DAMAGED")
    yield "all is well" if not report["wrong"] else "wrong:"
    yield from (f"  - {words}" for words in report["wrong"])
