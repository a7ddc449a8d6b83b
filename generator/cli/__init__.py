"""The command: flags in, pipeline, words out, exit code. 0 clean, 1 findings, 2 could not run."""
