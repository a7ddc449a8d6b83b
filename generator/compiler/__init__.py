"""Turns specs and packs into the intermediate representation, or into diagnostics."""
