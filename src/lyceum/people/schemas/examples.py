"""Examples that the API's description shows."""

from pydantic.config import JsonDict

CIRCLE_ID = "0198c0de-7a11-7000-8000-0000000000c1"
ORGANISATION_ID = "0198c0de-7a11-7000-8000-0000000000d1"
SUBJECT_ID = "0198c0de-7a11-7000-8000-000000000042"
MOMENT = "2026-01-05T09:00:00Z"
CODE = "7K3M-Q9TD-X2VF"

PERSON: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000001",
    "full_name": "Ada Lovelace",
    "username": "ada-lovelace-7k3qm",
}
JOIN_CODE: JsonDict = {"code": CODE, "expires_at": None, "uses_left": None}
_COMMON: JsonDict = {
    "id": CIRCLE_ID,
    "description": "Mondays and Thursdays.",
    "member_limit": 50,
    "members": 24,
    "status": "active",
    "join_code": JOIN_CODE,
    "created_at": MOMENT,
}
CLASS: JsonDict = {
    **_COMMON,
    "name": "Economics, year 11",
    "organisation_id": ORGANISATION_ID,
    "subject_ids": [SUBJECT_ID],
    "role": "teacher",
}
GROUP: JsonDict = {
    **_COMMON,
    "name": "Exam in June",
    "is_private": True,
    "tags": ["economics"],
    "role": "owner",
}
ORGANISATION: JsonDict = {**_COMMON, "name": "Hill Street School", "jurisdiction": "GB", "role": "owner"}
MEMBER: JsonDict = {"person": PERSON, "role": "student", "status": "active", "since": MOMENT}
INVITATION: JsonDict = {
    "circle_id": CIRCLE_ID,
    "kind": "class",
    "name": "Economics, year 11",
    "invited_at": MOMENT,
}
PLAN: JsonDict = {"name": "premium", "entitlements": {"requests_per_hour": 10000, "custom_limits": True}}
HELD_PLAN: JsonDict = {
    "plan": PLAN,
    "source": "administrator",
    "since": MOMENT,
    "expires_at": "2026-12-31T00:00:00Z",
}
BOND: JsonDict = {"person": PERSON, "since": MOMENT}
RELATIONS: JsonDict = {
    "teacher_of": False,
    "student_of": False,
    "guardian_of": False,
    "ward_of": False,
    "administers": False,
    "shares_class": True,
    "shares_group": False,
    "shares_organisation": False,
    "follows": True,
    "followed_by": False,
}
PROFILE: JsonDict = {"person": PERSON, "relations": RELATIONS, "followers": 3, "following": 5}
PRIVACY: JsonDict = {
    "profile_visibility": "followers",
    "show_activity": True,
    "show_leaderboard": True,
    "jurisdiction": "GB",
}
GUARDIANSHIP_ID = "0198c0de-7a11-7000-8000-0000000000e1"
GUARDIANSHIP: JsonDict = {
    "id": GUARDIANSHIP_ID,
    "side": "guardian",
    "person": PERSON,
    "is_active": True,
    "asked_by_me": True,
    "asked_at": MOMENT,
    "accepted_at": "2026-01-05T10:00:00Z",
}


def page_of(item: JsonDict) -> JsonDict:
    """A page with one item."""
    return {"items": [item], "next_cursor": None}
