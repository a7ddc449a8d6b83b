"""Runs the command."""

from watchkeeper.drift.cli import command

if __name__ == "__main__":
    command()
