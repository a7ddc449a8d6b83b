"""Runs the command."""

import sys

from watchkeeper.drift.cli import main

if __name__ == "__main__":
    sys.exit(main())
