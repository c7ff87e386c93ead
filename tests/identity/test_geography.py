"""Where addresses are: both ways to know it keep the same promises."""

from pathlib import Path

import pytest

from lyceum.identity.adapters.network_list import NetworkList
from lyceum.identity.adapters.prefixes import NetworkPrefixes
from lyceum.identity.ports import Geography
from lyceum.identity.suspicion import Place

LISTED = "network,country,latitude,longitude\n192.0.2.0/24,de,52.5,13.4\n2001:db8:1::/48,FR,,\n"


@pytest.fixture(params=["prefixes", "list"])
def geography(request: pytest.FixtureRequest, tmp_path: Path) -> Geography:
    if request.param == "prefixes":
        return NetworkPrefixes()
    file = tmp_path / "networks.csv"
    file.write_text(LISTED, encoding="utf-8")
    return NetworkList(file)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.0.0/16"),
        ("::ffff:192.0.2.7", "192.0.0.0/16"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("testclient", ""),
    ],
)
def test_every_address_has_its_network_and_what_is_none_has_no_place(
    geography: Geography, address: str, network: str
) -> None:
    assert geography.place_of(address).network == network


def test_a_list_names_countries_and_coordinates_of_what_is_in_it_alone(tmp_path: Path) -> None:
    file = tmp_path / "networks.csv"
    file.write_text(LISTED, encoding="utf-8")
    listed = NetworkList(file)

    assert listed.place_of("192.0.2.255") == Place("192.0.0.0/16", "DE", 52.5, 13.4)
    assert listed.place_of("::ffff:192.0.2.255") == listed.place_of("192.0.2.255")
    assert listed.place_of("192.0.3.0") == listed.place_of("192.0.1.255") == Place("192.0.0.0/16")
    assert listed.place_of("2001:db8:1::1") == Place("2001:db8:1::/48", "FR")
