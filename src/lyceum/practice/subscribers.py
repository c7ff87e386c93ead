"""What practice does when something happened, itself among it."""

from typing import Any

from lyceum.platform.subscription import Subscription
from lyceum.practice.events import AttemptRecorded
from lyceum.practice.shadowing import predict_beside

SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (
    Subscription("practice.predict_beside", AttemptRecorded, predict_beside),
)
