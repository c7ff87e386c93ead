"""The ASGI application of a process: the routes of its domains, health, metrics, and the API's description."""

import asyncio
import ipaddress
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp

import lyceum
from lyceum.app import openapi, pages, web_files
from lyceum.app.composition import Composition, Role
from lyceum.app.invocation import program
from lyceum.app.packing import PackedAnswers
from lyceum.app.shell import RequestShell
from lyceum.app.web_app import WebApp
from lyceum.platform import metrics
from lyceum.platform.errors import NotFound
from lyceum.platform.http import errors, jobs, languages
from lyceum.platform.kernel import Kernel

API_PREFIX = "/api/v1"
_LIVE_DOMAIN = "realtime"
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
    app = describe_api(composition)
    app.state.kernel, app.state.closing = kernel, closing
    app.state.authenticate, app.state.channels = composition.authenticate, composition.channels
    served: ASGIApp = PackedAnswers(app)
    if Role.API in composition.roles and (files := web_files.read_web_files(static)):
        served = WebApp(served, files)
    # Around everything, also around what the framework itself puts around the application.
    return RequestShell(served, kernel)


def describe_api(composition: Composition) -> FastAPI:
    """The routes of what is served, without anything to serve them from; enough for the OpenAPI document."""
    app = FastAPI(
        title="Lyceum",
        summary="From any document to mastery, with the evidence.",
        version=lyceum.__version__,
        openapi_url=f"{API_PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    errors.install(app)
    openapi.install(app)
    _add_operations(app)
    if Role.API in composition.roles:
        app.include_router(jobs.router, prefix=API_PREFIX)
        app.include_router(languages.router, prefix=API_PREFIX)
    for domain in composition.here:
        role = Role.REALTIME if domain.name == _LIVE_DOMAIN else Role.API
        if role in composition.roles:
            for router in domain.routers:
                app.include_router(router, prefix=API_PREFIX)
    return app


def _add_operations(app: FastAPI) -> None:
    app.add_api_route("/", _welcome, include_in_schema=False, response_class=HTMLResponse)
    app.add_api_route("/setup", _setup, include_in_schema=False, response_class=HTMLResponse)
    app.add_api_route("/health/live", _live, tags=["operations"], summary="Whether the process runs.")
    app.add_api_route("/health/ready", _ready, tags=["operations"], summary="Whether it can serve requests.")
    app.add_api_route("/metrics", _metrics, include_in_schema=False)


async def _welcome() -> str:
    return pages.welcome(program())


async def _setup() -> HTMLResponse:
    return HTMLResponse(pages.SETUP, headers={"cache-control": "no-store", "content-security-policy": pages.SETUP_CSP})


async def _live() -> dict[str, str]:
    return {"status": "live"}


async def _ready(request: Request) -> JSONResponse:
    """PostgreSQL decides; Valkey is reported, but may be away."""
    kernel: Kernel = request.app.state.kernel
    try:
        async with asyncio.timeout(2.0), kernel.database.engine.connect() as connection:
            await connection.exec_driver_sql("select 1")
    except Exception:  # noqa: BLE001  a probe: whatever failed, the answer is "not ready"
        state = {"status": "not ready", "database": "away"}
        return JSONResponse(state, 503, headers={"retry-after": "1"})
    live = "answering" if kernel.live.available else "away"
    return JSONResponse({"status": "ready", "database": "answering", "live_state": live})


async def _metrics(request: Request) -> Response:
    """For this machine's own Prometheus; from outside, also through a proxy, it takes `LYCEUM_METRICS_OPEN`."""
    kernel: Kernel = request.app.state.kernel
    if not kernel.settings.metrics_open and not _is_loopback(request):
        raise NotFound("There is nothing at '/metrics' on this server.")
    body, content_type = metrics.render()
    return Response(body, media_type=content_type)


def _is_loopback(request: Request) -> bool:
    if not _PROXIES.isdisjoint(request.headers):
        # What a proxy on this machine passes on comes from anywhere.
        return False
    host = request.client.host if request.client else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
