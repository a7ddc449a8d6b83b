"""What became of a column in a run. Every state is exported, so that none hides in an absence."""

MEASURED = "measured"
NO_VALUES = "no_values"  # all null
MISSING = "missing"  # not in the current data
TYPE_CHANGED = "type_changed"
UNSUPPORTED = "unsupported"  # a type that cannot be counted
UNREADABLE = "unreadable"
TOO_FEW = "too_few"  # rows, for a verdict

STATES = (MEASURED, NO_VALUES, MISSING, TYPE_CHANGED, UNSUPPORTED, UNREADABLE, TOO_FEW)
