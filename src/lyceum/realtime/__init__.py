"""Sockets: who is connected, what they listen to, and how each message reaches them once.

Words: a *socket* is one open WebSocket of a person; a *channel* (`user:<id>`, `session:<id>`) is what it subscribes
to; a *position* (epoch and sequence) says how far it has read, so that it can resume; *presence* is online, away or
offline.

What holds:
    - nobody hears a channel they have no right to; the right is judged at each subscription and again every minute;
    - a subscriber gets each message once and in order, or a frame of type `resync` (RT-05);
    - a consumer that does not keep up is cut off and never slows another (RT-09);
    - a person is online while at least one of their sockets lives, and offline soon after the last one died (RT-06).

It owns no table: everything here may be lost with Valkey. Other domains publish through `facade` and declare their
channels with `lyceum.platform.channel.Channel`.
"""
