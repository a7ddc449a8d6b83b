"""Breaks the generated rules on purpose and asks promtool whether the generated tests notice.

``tree`` reads what was generated, ``expressions`` and ``rules`` make mutants, ``workbench`` cuts
out the rules and tests that a mutant needs, ``judge`` runs promtool, ``report`` prints.
"""
