"""What is counted of sockets."""

from prometheus_client import Counter, Gauge

from lyceum.platform.metrics import REGISTRY

SOCKETS_OPEN = Gauge("lyceum_realtime_sockets_open", "Sockets open in this process.", registry=REGISTRY)
FRAMES_SENT = Counter("lyceum_realtime_frames_sent", "Frames sent to clients.", registry=REGISTRY)
FRAMES_REFUSED = Counter(
    "lyceum_realtime_frames_refused", "Frames answered with an error.", ["code"], registry=REGISTRY
)
SOCKETS_CUT = Counter(
    "lyceum_realtime_sockets_cut", "Sockets the server closed, by close code.", ["reason"], registry=REGISTRY
)
