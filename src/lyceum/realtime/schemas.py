"""The frames of a socket (C16): JSON objects, one per WebSocket text message."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from lyceum.platform.broadcast import Message
from lyceum.realtime.contracts import FrameInvalid, FrameUnreadable, PresenceStatus

Token = Annotated[str, StringConstraints(min_length=1, max_length=8192)]


class AfterPosition(BaseModel):
    """The last position a client saw on a channel."""

    epoch: str = Field(max_length=64)
    sequence: int = Field(ge=0, lt=2**53)


class PresenceUpdate(BaseModel):
    """What a client says of its person."""

    status: Literal[PresenceStatus.ONLINE, PresenceStatus.AWAY] = PresenceStatus.ONLINE
    activity: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] | None = None


class ClientFrame(BaseModel):
    """What a client asks for."""

    model_config = ConfigDict(extra="ignore")

    action: Literal["authenticate", "subscribe", "unsubscribe", "presence", "ping"]
    channel: str | None = Field(None, max_length=200)
    auth: Token | None = Field(None, repr=False)
    after: AfterPosition | None = None
    payload: PresenceUpdate | None = None


def read_frame(text: str) -> ClientFrame:
    """The frame a client sent.

    Raises:
        FrameUnreadable: if it is not JSON.
        FrameInvalid: if it is not one of our frames.
    """
    try:
        return ClientFrame.model_validate_json(text)
    except ValidationError as error:
        flaw = error.errors(include_input=False, include_url=False)[0]
        if flaw["type"] == "json_invalid":
            raise FrameUnreadable('The frame is not JSON; expected an object such as {"action": "ping"}.') from error
        place = ".".join(str(part) for part in flaw["loc"]) or "frame"
        raise FrameInvalid(f"{place!r} is not acceptable: {flaw['msg']}.", details={"field": place}) from error


def write_frame(message: Message, payload: Any) -> str:  # noqa: ANN401  any plain data
    """The text of a server frame, its payload in words: channel and position are left out where there is none."""
    frame: dict[str, Any] = {"type": message.type}
    if message.channel:
        frame["channel"] = message.channel
    if message.epoch:
        frame |= {"sequence": message.sequence, "epoch": message.epoch}
    frame |= {"payload": payload, "timestamp": message.timestamp.isoformat().replace("+00:00", "Z")}
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False)
