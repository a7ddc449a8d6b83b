"""One exported board → a document of a spec, against the catalogue as a spec folder has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import packs, yamlio
from generator.compiler.context import Context
from generator.compiler.dashboards.catalogue import Catalogue
from generator.compiler.takeover import taken
from generator.spec import exports
from generator.spec.load import Sources, Specs, load

if TYPE_CHECKING:
    import pathlib

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
    """The document as YAML; a panel that is short takes one line."""
    document = found.document
    rows = [
        {**row, "panels": [_panel(each) for each in row["panels"]]}
        for row in document["spec"]["rows"]
    ]
    metadata = yamlio.Flow(document["metadata"])
    spec = {**document["spec"], "rows": rows}
    if "variables" in spec:
        spec["variables"] = [yamlio.Flow(each) for each in spec["variables"]]
    return yamlio.dump({**document, "metadata": metadata, "spec": spec})


def _panel(found: object) -> object:
    short = isinstance(found, dict) and "signal" in found and not {"steps", "links"} & found.keys()
    return yamlio.Flow(found) if isinstance(found, dict) and short else found
