"""The ASGI application of a process: the routes of its domains, health, metrics, and the API's description."""

import asyncio
import ipaddress
from copy import copy
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.datastructures import State
from starlette.types import ASGIApp

import lyceum
from lyceum.app import pages, web_files
from lyceum.app.composition import Composition, Role
from lyceum.app.invocation import program
from lyceum.app.web_app import WebApp
from lyceum.gateway import batch, openapi, reference
from lyceum.gateway.limits import LimitedAnswers
from lyceum.gateway.packing import PackedAnswers
from lyceum.gateway.shell import RequestShell
from lyceum.platform import metrics
from lyceum.platform.errors import NotFound
from lyceum.platform.http import errors, flags, jobs, languages
from lyceum.platform.http.direct import DirectRouting
from lyceum.platform.kernel import Kernel
from lyceum.platform.settings import Settings

_API, _VERSION = "/api", "v1"
API_PREFIX = f"{_API}/{_VERSION}"
_LIVE_DOMAIN = "realtime"
_Mounted: TypeAlias = tuple[tuple[APIRouter, str], ...]
# By what is mounted. Each keeps its routers, so that no other one comes to their identities.
_ROUTED: dict[tuple[tuple[int, str], ...], FastAPI] = {}
# What proxies add to a request they pass on.
_PROXIES = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})


def create_app(
    kernel: Kernel, composition: Composition, closing: asyncio.Event, *, static: Path = web_files.STATIC
) -> ASGIApp:
    """The application, ready to serve.

    Args:
        kernel: the process's resources.
        composition: what is served.
        closing: set when the process is asked to stop; streams and sockets end then.
        static: the folder of the built web app; where there is none, a welcome page stands in for it.
    """
    app = copy(_routed(_mounted(composition)))
    app.state = State()
    app.state.kernel, app.state.closing = kernel, closing
    app.state.authenticate, app.state.channels = composition.authenticate, composition.channels
    app.state.recognise = composition.recognise
    served: ASGIApp = PackedAnswers(LimitedAnswers(app, kernel))
    if Role.API in composition.roles and (files := web_files.read_web_files(static)):
        served = WebApp(served, files)
    # Around everything, also around what the framework itself puts around the application.
    app.state.front = RequestShell(served, kernel)
    front: ASGIApp = app.state.front
    return front


def describe_api(composition: Composition) -> FastAPI:
    """The routes of what is served, without anything to serve them from; enough for the OpenAPI document."""
    return _described(_mounted(composition))


def _mounted(composition: Composition) -> _Mounted:
    """Each router of what is served, and the prefix that it stands under."""
    mounted: list[tuple[APIRouter, str]] = []
    if Role.API in composition.roles:
        own = (jobs.router, languages.router, flags.router, flags.administration, batch.router)
        mounted = [(reference.router, ""), *((router, API_PREFIX) for router in own)]
    for domain in composition.here:
        role = Role.REALTIME if domain.name == _LIVE_DOMAIN else Role.API
        if role in composition.roles:
            versions = {_VERSION: domain.routers, **domain.later_routers}
            mounted += ((router, f"{_API}/{version}") for version, routers in versions.items() for router in routers)
    return tuple(mounted)


def _described(mounted: _Mounted) -> FastAPI:
    app = FastAPI(
        title="Lyceum",
        summary="From any document to mastery, with the evidence.",
        version=lyceum.__version__,
        openapi_url=f"{API_PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        # It would lead on to whatever host, and by whatever scheme, a request says that it came.
        redirect_slashes=False,
        # The shell tells of each request: its span, its line, its figures.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    errors.install(app)
    openapi.install(app)
    _add_operations(app)
    for router, prefix in mounted:
        app.include_router(router, prefix=prefix)
    return app


def _routed(mounted: _Mounted) -> FastAPI:
    """What is described, with its table of routes: it takes long to work out, and is the same for every kernel."""
    key = tuple((id(router), prefix) for router, prefix in mounted)
    if key not in _ROUTED:
        app = _ROUTED[key] = _described(mounted)
        app.router.middleware_stack = DirectRouting(app.router)
    return _ROUTED[key]


def _add_operations(app: FastAPI) -> None:
    app.add_api_route("/", _welcome, include_in_schema=False, response_class=HTMLResponse)
    app.add_api_route("/setup", _setup, include_in_schema=False, response_class=HTMLResponse)
    app.add_api_route("/health/live", _live, tags=["operations"], summary="Whether the process runs.")
    app.add_api_route("/health/ready", _ready, tags=["operations"], summary="Whether it can serve requests.")
    app.add_api_route("/metrics", _metrics, include_in_schema=False)


async def _welcome() -> HTMLResponse:
    return HTMLResponse(pages.welcome(program()), headers={"content-security-policy": pages.WELCOME_CSP})


async def _setup() -> HTMLResponse:
    return HTMLResponse(pages.SETUP, headers={"cache-control": "no-store", "content-security-policy": pages.SETUP_CSP})


async def _live() -> dict[str, str]:
    return {"status": "live"}


async def _ready(request: Request) -> JSONResponse:
    """PostgreSQL decides; Valkey is reported, but may be away."""
    kernel: Kernel = request.app.state.kernel
    try:
        async with asyncio.timeout(kernel.database.patience_s), kernel.database.engine.connect() as connection:
            await connection.exec_driver_sql("select 1")
    except Exception:  # noqa: BLE001  a probe: whatever failed, the answer is "not ready"
        state = {"status": "not ready", "database": "away"}
        return JSONResponse(state, 503, headers={"retry-after": "1"})
    live = "answering" if kernel.live.available else "away"
    return JSONResponse({"status": "ready", "database": "answering", "live_state": live})


async def _metrics(request: Request) -> Response:
    """For this machine's own Prometheus; from outside, also through a proxy, it takes `LYCEUM_METRICS_OPEN`."""
    kernel: Kernel = request.app.state.kernel
    is_own = _is_loopback(request) and _is_own_host(request, kernel.settings)
    if not kernel.settings.metrics_open and not is_own:
        raise NotFound("There is nothing at '/metrics' on this server.")
    body, content_type = metrics.render()
    return Response(body, media_type=content_type)


def _is_loopback(request: Request) -> bool:
    if not _PROXIES.isdisjoint(request.headers):
        # What a proxy on this machine passes on comes from anywhere.
        return False
    return _names_loopback(request.client.host if request.client else "")


def _is_own_host(request: Request, settings: Settings) -> bool:
    """Whether the request was sent to a name of ours.

    A page of a stranger's site can let its own name lead to this machine (DNS rebinding): then its browser asks from
    here, and says by which name.
    """
    if "host" not in request.headers:
        # No browser.
        return True
    try:
        named = urlsplit(f"//{request.headers['host']}").hostname or ""
    except ValueError:
        return False
    is_local = named == "localhost" or named.endswith(".localhost") or _names_loopback(named)
    return is_local or named in {settings.host.lower(), urlsplit(settings.base_url).hostname}


def _names_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
