"""The plan that is handed to an attacker's program, and what is made of its report."""

from typing import Any

from tools.attack import answered, plan, summary

DECK = "0198c0de-7a11-7000-8000-000000000001"


def operation(*parameters: dict[str, Any]) -> dict[str, Any]:
    return {"get": {"parameters": list(parameters)}}


def parameter(name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  any part of OpenAPI
    return {"name": name, "in": "query", "schema": {"type": "string"}, **more}


def test_known_ids_stand_in_place_of_parameters() -> None:
    body = {"type": "object", "properties": {"deck_id": {"format": "uuid"}, "title": {"type": "string"}}}
    description = {
        "paths": {"/decks/{deck_id}": operation(parameter("deck_id", required=True))},
        "components": {"schemas": {"Body": body}},
    }

    planned = plan(description, {"deck_id": DECK})

    assert list(planned["paths"]) == [f"/decks/{DECK}"]
    known = {"type": "string", "default": DECK}
    assert planned["paths"][f"/decks/{DECK}"]["get"]["parameters"][0]["schema"] == known
    assert planned["components"]["schemas"]["Body"]["properties"] == {"deck_id": known, "title": {"type": "string"}}


def test_what_only_nonsense_could_be_given_for_is_left_out() -> None:
    limit = parameter("limit", schema={"type": "integer", "default": 20})
    described = operation(parameter("cursor"), parameter("q"), limit, parameter("word", required=True))

    planned = plan({"paths": {"/x": described}, "components": {"schemas": {}}}, {})

    assert [each["name"] for each in planned["paths"]["/x"]["get"]["parameters"]] == ["q", "limit", "word"]


def test_what_is_explained_is_told_and_is_no_finding() -> None:
    found = {"method": "GET", "path": "/x", "parameter": "q", "info": "an error of SQL"}
    report = {
        "infos": {"crawled_pages_nbr": 3},
        "vulnerabilities": {"Spring4Shell": [found, found], "SQL Injection": [found], "XSS": []},
        "anomalies": {},
    }

    lines, unexplained = summary(report)

    assert unexplained == 1
    assert lines[0] == "3 addresses attacked"
    assert lines[1].startswith("2 x Spring4Shell: ")
    assert lines[2:] == ["SQL Injection: GET /x (q): an error of SQL", "1 findings"]


def test_failures_of_the_server_are_counted() -> None:
    metrics = """
        lyceum_http_requests_total{method="GET",route="/x",status="200"} 40.0
        lyceum_http_requests_total{method="GET",route="/x",status="503"} 2.0
        lyceum_http_seconds_count{method="GET",route="/x"} 42.0"""

    assert answered(metrics) == (42, 2)
