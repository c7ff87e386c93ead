"""Where a request comes from: the peer, or what a proxy we trust says of it."""

from ipaddress import ip_network

from lyceum.platform import origin

PROXIES = (ip_network("10.0.0.0/8"),)


def address_of(peer: str, *forwarded: str, trusted: tuple[origin.Network, ...] = PROXIES) -> str:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return origin.of(peer, headers, "request-1", trusted).address


def test_a_peer_that_is_no_proxy_of_ours_is_not_believed() -> None:
    assert address_of("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert address_of("203.0.113.9", "198.51.100.1", trusted=()) == "203.0.113.9"


def test_behind_our_proxies_the_last_stranger_is_the_client() -> None:
    assert address_of("10.0.0.1", "198.51.100.1") == "198.51.100.1"
    assert address_of("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.7") == "198.51.100.1"
    assert address_of("10.0.0.1", "6.6.6.6", "198.51.100.1") == "198.51.100.1"
    assert address_of("10.0.0.1", "2001:db8::7") == "2001:db8::7"


def test_an_ipv4_address_that_is_written_as_ipv6_is_the_same_address() -> None:
    assert address_of("::ffff:203.0.113.9") == "203.0.113.9"
    assert address_of("::ffff:10.0.0.1", "198.51.100.1") == "198.51.100.1"
    assert address_of("10.0.0.1", "6.6.6.6, ::ffff:198.51.100.1, ::ffff:10.0.0.7") == "198.51.100.1"


def test_what_is_no_address_is_not_taken_for_one() -> None:
    assert address_of("10.0.0.1", "198.51.100.1, <script>") == "10.0.0.1"


def test_a_request_from_inside_is_the_first_machine_of_the_chain() -> None:
    assert address_of("10.0.0.1", "10.0.0.9, 10.0.0.5") == "10.0.0.9"


def test_the_name_of_a_program_is_cut() -> None:
    assert len(origin.of("::1", [(b"user-agent", b"x" * 5000)], "r", ()).user_agent) == 400


def test_outside_of_any_request_nobody_asks() -> None:
    with origin.coming_from(origin.Origin("203.0.113.9", "curl", "r1")):
        assert origin.current().address == "203.0.113.9"
    assert origin.current() == origin.HERE
