"""The headers of limits on every answer, and a charge for what no route of ours took."""

from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lyceum.platform.errors import RateLimited
from lyceum.platform.http import errors
from lyceum.platform.http.admission import STATE, Charge, charge_unmatched, headers_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.rings import SecretKeyMissing

# Probes of the machinery: they must be answered above all when there is too much to do.
_FREE = ("/health/", "/metrics")


class LimitedAnswers:
    """ASGI middleware around the routes.

    Args:
        app: the routes.
        kernel: for the limits.
    """

    def __init__(self, app: ASGIApp, kernel: Kernel) -> None:
        self._app = app
        self._kernel = kernel

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        refusal: RateLimited | None = None

        async def charged(message: Message) -> None:
            nonlocal refusal
            if message["type"] == "http.response.start":
                if STATE not in state:
                    refusal = await self._charge(scope)
                charge: Charge | None = state.get(STATE)
                if charge is not None and refusal is None:
                    message["headers"] = [*message.get("headers", ()), *headers_of(charge)]
            if refusal is None:
                await send(message)

        await self._app(scope, receive, charged)
        if refusal is not None:
            response = errors.render(Request(scope), refusal)
            response.raw_headers.extend(headers_of(state[STATE]))
            await response(scope, receive, send)

    async def _charge(self, scope: Scope) -> RateLimited | None:
        """Charge what passed by every route of ours: its work was to find out that there is none."""
        try:
            await charge_unmatched(HTTPConnection(scope), self._kernel, is_known="endpoint" in scope)
        except RateLimited as error:
            return error
        except SecretKeyMissing:
            # Nobody can be counted; what is being answered says so already, or needs no secret.
            return None
        return None
