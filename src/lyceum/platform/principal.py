"""Who is asking: the answer of authentication, and the argument of every authorisation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lyceum.platform.errors import Forbidden


class PermissionMissing(Forbidden):
    """The signed-in person lacks a permission."""

    code = "PERMISSION_MISSING"


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in person, with what they may do.

    Attributes:
        user_id: the account.
        session_id: the sign-in it came through; None for the machine's operator (the command line) and API keys.
        roles: names of roles, as in `identity`.
        permissions: strings of the form `resource:action`.
        language: BCP 47 tag the person reads.
        time_zone: IANA name of the zone their days are counted in.
        plan: what their account is entitled to, by name; the limits table knows each.
        api_key_id: the key a program came with instead of a sign-in; then `permissions` are no more than its scopes.
        hourly_quota: requests an hour this key may make, if that is less than the plan's.
        is_verified: whether letters to the account's address reach its owner.
        confirmed_at: when the password was last proved in this sign-in; what is dangerous asks for a recent one.
    """

    user_id: UUID
    session_id: UUID | None
    roles: frozenset[str]
    permissions: frozenset[str]
    language: str = "en"
    time_zone: str = "UTC"
    plan: str = "free"
    api_key_id: UUID | None = None
    hourly_quota: int | None = None
    is_verified: bool = False
    confirmed_at: datetime | None = None

    def may(self, permission: str) -> bool:
        """Whether the permission is held."""
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Refuse to go on without the permission.

        Raises:
            PermissionMissing: if it is not held.
        """
        if permission not in self.permissions:
            raise PermissionMissing(
                f"This needs the permission {permission!r}, which your account does not have.",
                details={"permission": permission},
            )
