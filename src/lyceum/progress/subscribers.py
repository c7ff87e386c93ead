"""What progress does when something happened elsewhere."""

from typing import Any

from lyceum.platform.subscription import Subscription
from lyceum.practice.events import AttemptRecorded
from lyceum.progress.counting import count_attempt

SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (Subscription("progress.count_attempt", AttemptRecorded, count_attempt),)
