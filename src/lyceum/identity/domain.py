"""What identity brings to a process."""

from lyceum.identity.authentication import authenticate
from lyceum.identity.routes import auth, users
from lyceum.platform.domain import Domain

DOMAIN = Domain(
    name="identity",
    about="Accounts, sign-ins and tokens, roles and permissions.",
    routers=(auth.router, auth.key_router, users.router),
    authenticate=authenticate,
)
