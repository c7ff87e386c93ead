"""What realtime brings to the platform."""

from lyceum.platform.domain import Domain
from lyceum.realtime.channels import CHANNELS
from lyceum.realtime.routes import router

DOMAIN = Domain(
    name="realtime",
    about="Sockets, channels, presence and resumable delivery.",
    routers=(router,),
    channels=CHANNELS,
)
