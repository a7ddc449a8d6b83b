"""One exported board → a document of a spec, against the catalogue as a spec folder has it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from generator import packs, yamlio
from generator.compiler.context import Context
from generator.compiler.dashboards.catalogue import Catalogue
from generator.compiler.takeover import taken
from generator.spec import exports
from generator.spec.load import Sources, Specs, load

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from generator.compiler.takeover import Taken
    from generator.diagnostics import Diagnostic


def take_over(
    file: pathlib.Path, spec: pathlib.Path
) -> tuple[Taken | None, tuple[Diagnostic, ...]]:
    """What becomes of the board in a file; or why there is none in it.

    Which signals there are depends on the services of the spec; without one, all packs' are known.
    """
    content, found = yamlio.read(file, str(file), exports.MOST_BYTES)
    if content is None:
        return None, found
    export, found = exports.parse(content, str(file))
    if export is None:
        return None, found
    sources = Sources(spec, spec.as_posix())
    specs = load(sources)[0] if spec.is_dir() else Specs((), (), (), ())
    return taken(export, Catalogue(Context(specs, sources, packs.discover()))), ()


def written(found: Taken) -> str:
    """The document as YAML, as people write it: lists indented, what is short on one line."""
    document = found.document
    rows = [
        {**row, "panels": [_panel(each) for each in row["panels"]]}
        for row in document["spec"]["rows"]
    ]
    spec = {**document["spec"], "rows": rows}
    if "variables" in spec:
        spec["variables"] = [yamlio.Flow(each) for each in spec["variables"]]
    metadata = yamlio.Flow(document["metadata"])
    return "".join(_lines({**document, "metadata": metadata, "spec": spec}))


def _panel(found: object) -> object:
    if not isinstance(found, dict):
        return found
    short = "signal" in found and not {"steps", "links"} & found.keys()
    return yamlio.Flow(found) if short else {key: _of_panel(each) for key, each in found.items()}


def _of_panel(found: object) -> object:
    """Steps and links take a line each; queries too long for one do not."""
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        return found
    return [each if "query" in each else yamlio.Flow(each) for each in found]


def _lines(found: dict[str, object], pad: str = "") -> Iterator[str]:
    """A mapping line by line; the writer of files that nobody edits does not indent lists."""
    for key, each in found.items():
        if isinstance(each, dict) and not isinstance(each, yamlio.Flow):
            yield f"{pad}{key}:\n"
            yield from _lines(each, f"{pad}  ")
        elif isinstance(each, list):
            yield f"{pad}{key}:\n"
            for item in each:
                yield from _item(item, f"{pad}  ")
        else:
            yield textwrap.indent(yamlio.dump({key: each}), pad)


def _item(found: object, pad: str) -> Iterator[str]:
    if isinstance(found, dict) and not isinstance(found, yamlio.Flow):
        text = "".join(_lines(found, f"{pad}  "))
        yield f"{pad}- {text[len(pad) + 2 :]}"
    else:
        yield textwrap.indent(yamlio.dump([found]), pad)
