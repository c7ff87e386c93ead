"""Policy of progress: how time is cut."""

from datetime import datetime

# Some zones are 15, 30 or 45 minutes off the hour; none cuts finer.
QUARTER_MINUTES = 15


def quarter_of(moment: datetime) -> datetime:
    """The beginning of the quarter of an hour a moment lies in."""
    return moment.replace(minute=moment.minute - moment.minute % QUARTER_MINUTES, second=0, microsecond=0)
