"""Which roles may call which AI feature, and how often."""

import pytest

from lyceum.identity.ai_features import AI_SCOPES, AiFeature, ai_quota
from lyceum.identity.contracts.people import Role
from lyceum.identity.rules import PERMISSIONS, permissions_of
from lyceum.platform.ids import new_id
from lyceum.platform.limit_table import Limits, PlanLimits, Rate
from lyceum.platform.principal import PermissionMissing, Principal

SOURCES = {
    AiFeature.ANSWER: (Rate(10, 60),),
    AiFeature.MAKE_ITEMS: (Rate(50, 86_400),),
    AiFeature.MAKE_VIDEO: (Rate(10, 3600), Rate(1, 10)),
}


def somebody(*roles: Role, plan: str = "free") -> Principal:
    return Principal(new_id(), None, frozenset(roles), permissions_of(frozenset(roles)), plan=plan)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("feature", AiFeature)
def test_every_role_may_call_every_feature_as_often_as_the_sources_say(role: Role, feature: AiFeature) -> None:
    assert ai_quota(somebody(role), feature, Limits()) == SOURCES[feature]


@pytest.mark.parametrize("feature", AiFeature)
def test_nobody_without_a_role_may_call_any(feature: AiFeature) -> None:
    with pytest.raises(PermissionMissing):
        ai_quota(somebody(), feature, Limits())


def test_a_plan_may_have_quotas_of_its_own() -> None:
    limits = Limits(plans={"school": PlanLimits(video=(Rate(100, 3600),))})

    assert ai_quota(somebody(Role.STUDENT, plan="school"), AiFeature.MAKE_VIDEO, limits) == (Rate(100, 3600),)
    assert ai_quota(somebody(Role.STUDENT), AiFeature.MAKE_VIDEO, limits) == SOURCES[AiFeature.MAKE_VIDEO]


def test_every_feature_has_a_scope_whose_permission_there_is() -> None:
    assert AI_SCOPES.keys() == set(AiFeature)
    assert {scope.permission for scope in AI_SCOPES.values()} <= PERMISSIONS
