"""The browser's side of a session: cookies, of which scripts can read only the one against forged requests."""

import re

from fastapi import Request, Response

from lyceum.identity.arrivals import MOST_TOKENS
from lyceum.identity.contracts.signing_in import Tokens
from lyceum.platform.http import csrf
from lyceum.platform.http.authentication import ACCESS_COOKIE, CSRF_COOKIE, cookie_name
from lyceum.platform.kernel import Kernel
from lyceum.platform.settings import Settings

REFRESH_COOKIE = "lyceum_refresh"

# Outlives the session: it is what a browser is recognised by, and nothing else is (AUTH-17).
DEVICE_COOKIE = "lyceum_device"

_API_PATH = "/api/v1"
# The refresh token travels to these routes only, and never on a request that another site caused.
_REFRESH_PATH = f"{_API_PATH}/auth"
# The longest that browsers keep one.
_DEVICE_LIFE_S = 400 * 24 * 60 * 60
_DEVICE_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def refresh_cookie_name(settings: Settings) -> str:
    """Not `__Host-`, which would send it everywhere; one that a sibling domain planted fails for its CSRF token."""
    return _with_a_path(REFRESH_COOKIE, settings)


def set_session_cookies(response: Response, kernel: Kernel, tokens: Tokens) -> None:
    """Hand the tokens to the browser, and the sign-in's CSRF token, which stays the same until it ends."""
    settings = kernel.settings
    response.set_cookie(
        cookie_name(ACCESS_COOKIE, settings),
        tokens.access_token,
        max_age=tokens.access_expires_in_s,
        path=_access_path(settings),
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    response.set_cookie(
        refresh_cookie_name(settings),
        tokens.refresh_token,
        max_age=tokens.refresh_expires_in_s,
        path=_REFRESH_PATH,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="strict",
    )
    response.set_cookie(
        cookie_name(CSRF_COOKIE, settings),
        csrf.token_for(kernel, tokens.session_id),
        max_age=tokens.refresh_expires_in_s,
        path="/",
        secure=settings.secure_cookies,
        httponly=False,
        samesite="lax",
    )


def device_tokens(request: Request, settings: Settings) -> tuple[str, ...]:
    """What earlier sign-ins, of perhaps several people, left in this browser; one that was planted is nobody's."""
    kept = request.cookies.get(_with_a_path(DEVICE_COOKIE, settings), "").split(".", MOST_TOKENS)
    return tuple(token for token in kept[:MOST_TOKENS] if _DEVICE_TOKEN.fullmatch(token))


def set_device_cookie(response: Response, settings: Settings, tokens: tuple[str, ...]) -> None:
    """Let the browser keep what it is recognised by; it goes to the routes that sign in and nowhere else."""
    response.set_cookie(
        _with_a_path(DEVICE_COOKIE, settings),
        ".".join(tokens),
        max_age=_DEVICE_LIFE_S,
        path=_REFRESH_PATH,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="strict",
    )


def clear_session_cookies(response: Response, settings: Settings) -> None:
    """Take the tokens away from the browser; what it is recognised by stays."""
    csrf_cookie = cookie_name(CSRF_COOKIE, settings)
    for name, path in (
        (cookie_name(ACCESS_COOKIE, settings), _access_path(settings)),
        (refresh_cookie_name(settings), _REFRESH_PATH),
        (csrf_cookie, "/"),
    ):
        response.delete_cookie(name, path=path, secure=settings.secure_cookies, httponly=name != csrf_cookie)


def _with_a_path(name: str, settings: Settings) -> str:
    """The name behind TLS of a cookie that goes to some routes only."""
    return f"__Secure-{name}" if settings.secure_cookies else name


def _access_path(settings: Settings) -> str:
    # A browser takes `__Host-` for the whole host only.
    return "/" if settings.secure_cookies else _API_PATH
