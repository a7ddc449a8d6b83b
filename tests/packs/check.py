"""Lowers the named packs, proves their rules and runs their cases with the real promtool.

Usage: python -m tests.packs.check PACK [PACK ...]
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
import tempfile

from generator import packs
from generator.catalog import PackKind
from generator.compiler import lower_cases, lower_rules, proof
from generator.compiler.known import known
from generator.emit import promtool as emit_tests
from generator.emit.prometheus import objects
from generator.ir import Base
from generator import yamlio


def main(names: list[str]) -> int:
    import importlib, pkgutil
    loaded = []
    for module in sorted(pkgutil.iter_modules(packs.__path__), key=lambda m: m.name):
        if module.ispkg:
            try:
                loaded.append(importlib.import_module(f"generator.packs.{module.name}").PACK)
            except Exception as error:
                if module.name in names:
                    raise
                print(f"(pack {module.name} does not import yet: {error})")
    every = tuple(loaded)
    settings = lower_rules.PackSettings(team="platform", runbooks="https://runbooks.example.org")
    sets = tuple((pack, lower_rules.rule_set(pack, settings)) for pack in every)
    bad = 0
    for d in proof.prove(sets, known(every)):
        if d.origin.file.rsplit("/", 1)[1] in names:
            print(d.origin, d.code.id, d.code.name, "|", d.message, "|", d.value, "|", d.fix)
            bad += 1
    needs = lower_cases.Dependencies(sets)
    tests = tuple(t for p, r in sets if p.name in names for t in lower_cases.tests(p, r, needs))
    base = Base((), (), tests, (), ())
    for pack in every:
        if pack.name in names and pack.kind is not PackKind.RUNTIME:
            text = packs.runbook(pack)
            for alert in pack.alerts:
                if f"\n## {alert.name}\n" not in text:
                    print("no runbook section for", alert.name); bad += 1
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "rules").mkdir()
        for _, rules in sets:
            body = yamlio.dump({"groups": [objects.group(g) for g in rules.groups]})
            (root / "rules" / f"{rules.name}.yaml").write_text(body)
        files = []
        for doc in emit_tests.base(base):
            path = root / pathlib.Path(doc.path).name
            path.write_text(doc.body)
            files.append(path.name)
        used = sorted({f"rules/{n}.yaml" for t in tests for n in t.rule_sets})
        for argv in (["check", "rules", *used], ["test", "rules", *files]):
            done = subprocess.run(["promtool", *argv], cwd=root, capture_output=True, text=True)
            if done.returncode or argv[0] == "test":
                print(done.stdout[-12000:], done.stderr[-12000:])
            bad += done.returncode != 0
    print(f"{len(tests)} tests; {'FAILED' if bad else 'ok'}")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
