"""What each role may do: the matrices of the fourth and of the first source, as C12 reconciles them."""

import re

import pytest

from lyceum.identity.contracts.people import Role
from lyceum.identity.rules import PERMISSIONS, ROLE_ALIASES, permissions_of

ROLES = (Role.STUDENT, Role.TEACHER, Role.ADMIN, Role.SUPER_ADMIN)

# Source 4, nine resources by four roles, as it stands there.
FOURTH = """
    View Own Profile   profile:view       yes yes yes yes
    Edit Own Profile   profile:edit       yes yes yes yes
    View Courses       courses:view       yes yes yes yes
    Create Courses     courses:create     no  yes yes yes
    Delete Courses     courses:delete     no  no  yes yes
    View All Users     users:view         no  no  yes yes
    Manage Users       users:manage       no  no  no  yes
    AI Generation      ai:generate        yes yes yes yes
    System Config      system:configure   no  no  no  yes
"""
# Source 1, seven by three. Where it lets administrators manage users and the system, C12 sides with source 4: that is
# the super administrator's, a role it does not know.
FIRST = """
    View Own Content     content:view_own     yes yes yes
    Generate Videos      videos:generate      yes yes yes
    Take Quizzes         quizzes:take         yes yes yes
    View All Students    students:view        no  yes yes
    Create Assignments   assignments:create   no  yes yes
    Manage Users         users:manage         no  no  no
    System Config        system:configure     no  no  no
"""
# Ours, and the least role that holds each.
OURS = {
    "security:view": Role.ADMIN,
    "people:view": Role.STUDENT,
    "people:edit": Role.STUDENT,
    "organisations:create": Role.ADMIN,
    "plans:assign": Role.ADMIN,
    "models:manage": Role.ADMIN,
}


def cells(matrix: str) -> list[tuple[str, Role, bool]]:
    found = []
    for line in matrix.strip().splitlines():
        _, permission, answers = re.split(r"\s{2,}", line.strip(), maxsplit=2)
        found += [(permission, role, answer == "yes") for role, answer in zip(ROLES, answers.split(), strict=False)]
    return found


def test_the_matrices_are_whole() -> None:
    assert len(cells(FOURTH)) == 9 * 4
    assert len(cells(FIRST)) == 7 * 3


@pytest.mark.parametrize(("permission", "role", "is_held"), cells(FOURTH))
def test_a_role_holds_what_the_fourth_sources_matrix_says(permission: str, role: Role, *, is_held: bool) -> None:
    assert (permission in permissions_of(frozenset({role}))) is is_held


@pytest.mark.parametrize(("permission", "role", "is_held"), cells(FIRST))
def test_a_role_holds_what_the_first_sources_matrix_says(permission: str, role: Role, *, is_held: bool) -> None:
    assert (permission in permissions_of(frozenset({role}))) is is_held


def test_no_permission_is_in_neither_matrix_unnoticed() -> None:
    """Whoever adds one says here who holds it."""
    of_the_sources = {permission for permission, _, _ in (*cells(FOURTH), *cells(FIRST))}

    assert PERMISSIONS - of_the_sources == OURS.keys()
    for permission, least in OURS.items():
        assert {role for role in ROLES if permission in permissions_of(frozenset({role}))} == set(
            ROLES[ROLES.index(least) :]
        )


def test_several_roles_hold_what_the_highest_of_them_holds_and_none_hold_nothing() -> None:
    assert permissions_of(frozenset()) == frozenset()
    assert permissions_of(frozenset({Role.STUDENT, Role.ADMIN})) == permissions_of(frozenset({Role.ADMIN}))


def test_the_other_sources_names_of_roles_are_understood() -> None:
    assert ROLE_ALIASES["learner"] is Role.STUDENT
    assert ROLE_ALIASES["educator"] is Role.TEACHER
    assert {ROLE_ALIASES[role.value] for role in Role} == set(Role)
