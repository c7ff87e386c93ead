"""Who a socket belongs to, judged when it opens, at each subscription, and again every minute.

This is the only file that knows how proof becomes a principal: `identity` provides `Authenticate`.
"""

import base64
import binascii
import json
from collections.abc import Mapping

from starlette.websockets import WebSocket

from lyceum.platform.errors import Forbidden, Unauthenticated
from lyceum.platform.http.authentication import Authenticate, Credentials, credentials_of
from lyceum.platform.http.csrf import is_own_origin
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.realtime.contracts import OtherPerson


def offered_credentials(websocket: WebSocket, public_url: str | None) -> Credentials:
    """The proof a handshake brings. A cookie counts only from our own pages: any site can make a browser send it."""
    credentials = credentials_of(websocket)
    headers = websocket.headers
    if credentials.cookie is None or is_own_origin(headers.get("origin"), headers.get("host"), public_url):
        return credentials
    return Credentials()


def expiry_of(credentials: Credentials) -> float | None:
    """When a token ends, in seconds since 1970, if it says so. Only to know when to look again; it proves nothing."""
    parts = (credentials.bearer or credentials.cookie or "").split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, binascii.Error):
        return None
    expiry = claims.get("exp") if isinstance(claims, Mapping) else None
    return float(expiry) if isinstance(expiry, (int, float)) else None


class SignIn:
    """The sign-in behind one socket.

    Args:
        authenticate: of `identity`.
        credentials: what the client offered.
        principal: whom they proved.
    """

    def __init__(self, authenticate: Authenticate, credentials: Credentials, principal: Principal) -> None:
        self._authenticate = authenticate
        self.credentials = credentials
        self.principal = principal

    async def judge(self, uow: UnitOfWork, token: str | None = None) -> Principal:
        """The principal as of now; with a token, the sign-in goes on with that one.

        Raises:
            Unauthenticated: if the proof does not hold any more, or the account may not be used.
            OtherPerson: if the token is another person's.
        """
        credentials = Credentials(bearer=token) if token is not None else self.credentials
        try:
            principal = await self._authenticate(uow, credentials)
        except Forbidden as refusal:
            # A suspended account's: nothing is left that a socket could go on with.
            raise Unauthenticated(refusal.message) from refusal
        if principal.user_id != self.principal.user_id:
            raise OtherPerson("The token belongs to another person. Open another connection for them.")
        self.principal = principal
        if token is not None:
            # A review may have begun with the token before, and end only after this one was taken.
            self.credentials = credentials
        return principal
