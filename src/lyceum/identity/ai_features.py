"""Which roles may call which AI feature, and at what quota (RBAC-08): data beside the permissions.

The permission says who, the class of limits says how often; both are enforced where a route declares them. The quota
itself stands in the table of limits, where a plan may have another than the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from lyceum.platform.limit_table import LimitClass, Limits, Rate
from lyceum.platform.principal import Principal


class AiFeature(StrEnum):
    """What a model, or the engine that stands in for one, does for somebody."""

    ANSWER = "answer"
    MAKE_ITEMS = "make_items"
    MAKE_VIDEO = "make_video"


@dataclass(frozen=True, slots=True)
class AiScope:
    """What calling a feature takes: a permission, and room in a class of limits."""

    permission: str
    limit_class: LimitClass


AI_SCOPES: Mapping[AiFeature, AiScope] = MappingProxyType(
    {
        AiFeature.ANSWER: AiScope("ai:generate", LimitClass.AI),
        AiFeature.MAKE_ITEMS: AiScope("ai:generate", LimitClass.QUIZ),
        AiFeature.MAKE_VIDEO: AiScope("videos:generate", LimitClass.VIDEO),
    }
)


def ai_quota(who: Principal, feature: AiFeature, limits: Limits) -> tuple[Rate, ...]:
    """How often somebody may call a feature: every one of these windows holds.

    Args:
        who: whoever asks; the plan they have counts.
        feature: what they ask for.
        limits: of the installation.

    Raises:
        PermissionMissing: if none of their roles may call it.
    """
    scope = AI_SCOPES[feature]
    who.require(scope.permission)
    return limits.of_class(scope.limit_class, who.plan)
