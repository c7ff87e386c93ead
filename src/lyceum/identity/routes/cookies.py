"""The browser's side of a session: three cookies, of which scripts can read only the one against forged requests."""

import secrets

from fastapi import Response

from lyceum.identity.contracts import Tokens
from lyceum.platform.http.authentication import ACCESS_COOKIE, CSRF_COOKIE
from lyceum.platform.settings import Settings

REFRESH_COOKIE = "lyceum_refresh"

_API_PATH = "/api/v1"
# The refresh token travels to these routes only, and never on a request that another site caused.
_REFRESH_PATH = f"{_API_PATH}/auth"
_CSRF_BYTES = 24


def set_session_cookies(response: Response, settings: Settings, tokens: Tokens, *, csrf: str | None) -> None:
    """Hand the tokens to the browser.

    Args:
        response: what they go out with.
        settings: of the installation.
        tokens: fresh.
        csrf: the CSRF token of a sign-in that goes on, which another tab may be about to send; None for a new one.
    """
    csrf = csrf or secrets.token_urlsafe(_CSRF_BYTES)
    response.set_cookie(
        ACCESS_COOKIE,
        tokens.access_token,
        max_age=tokens.access_expires_in_s,
        path=_API_PATH,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    response.set_cookie(
        REFRESH_COOKIE,
        tokens.refresh_token,
        max_age=tokens.refresh_expires_in_s,
        path=_REFRESH_PATH,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="strict",
    )
    response.set_cookie(
        CSRF_COOKIE,
        csrf,
        max_age=tokens.refresh_expires_in_s,
        path="/",
        secure=settings.secure_cookies,
        httponly=False,
        samesite="lax",
    )


def clear_session_cookies(response: Response, settings: Settings) -> None:
    """Take the tokens away from the browser."""
    for name, path in ((ACCESS_COOKIE, _API_PATH), (REFRESH_COOKIE, _REFRESH_PATH), (CSRF_COOKIE, "/")):
        response.delete_cookie(name, path=path, secure=settings.secure_cookies, httponly=name != CSRF_COOKIE)
