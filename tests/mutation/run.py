"""Mutation test of the generated rules; ``--help`` says what it takes."""

from __future__ import annotations

import sys

from mutants.cli import main

if __name__ == "__main__":
    sys.exit(main())
