"""What each operation says of its limits: which class it is, the 429, and the headers that tell how much is left."""

from typing import Any, Final

from fastapi.routing import APIRoute

from lyceum.platform.errors import RateLimited
from lyceum.platform.http.admission import class_of
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import OutsideRoute, TransactionalRoute

_HEADERS: Final[dict[str, dict[str, Any]]] = {
    "RateLimit-Policy": {
        "description": "The windows this was charged to (draft-ietf-httpapi-ratelimit-headers): how many (`q`) within"
        " how many seconds (`w`).",
        "schema": {"type": "string"},
        "example": '"address";q=1000;w=60, "burst";q=20;w=1, "read";q=600;w=60',
    },
    "RateLimit": {
        "description": "The one of them with the least left: how many more (`r`), and after how many seconds more"
        " than that (`t`).",
        "schema": {"type": "string"},
        "example": '"read";r=599;t=60',
    },
}
_RETRY_AFTER: Final = {
    "description": "Seconds after which the same request passes, if you send nothing meanwhile. Who goes on asking"
    " waits longer.",
    "schema": {"type": "integer", "minimum": 1},
    "example": 3,
}


def complete(operation: dict[str, Any], route: APIRoute) -> None:
    """Add what a route's limits are; nothing for the routes of operations, which have none."""
    if not isinstance(route, (TransactionalRoute, OutsideRoute)):
        return
    operation["x-limit-class"] = class_of(route.endpoint, route.methods).value
    described = error_responses(RateLimited)[RateLimited.status]
    envelope = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorEnvelope"}}}
    refusal = {"description": described["description"], "content": envelope}
    known = operation["responses"].setdefault(str(RateLimited.status), refusal)
    known["headers"] = {**known.get("headers", {}), **_HEADERS, "Retry-After": _RETRY_AFTER}
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            response["headers"] = {**response.get("headers", {}), **_HEADERS}
