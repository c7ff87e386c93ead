"""Examples in the API's description, whole again: FastAPI leaves out every null, also the ones of an example."""

from typing import Any

Schema = dict[str, Any]


def complete(document: Schema) -> None:
    """Give every example the nulls that its schema requires."""
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        if "example" in schema:
            _fill(schema["example"], schema, schemas)
    for methods in document["paths"].values():
        for operation in methods.values():
            for body in (operation.get("requestBody", {}), *operation["responses"].values()):
                for content in body.get("content", {}).values():
                    if "example" in content:
                        _fill(content["example"], content.get("schema", {}), schemas)


def _fill(example: object, schema: Schema, schemas: Schema) -> None:
    for form in _forms(schema, schemas):
        if isinstance(example, dict):
            properties = form.get("properties", {})
            for name in form.get("required", ()):
                if name not in example and _takes_null(properties[name], schemas):
                    example[name] = None
            for name, value in example.items():
                _fill(value, properties.get(name, {}), schemas)
        elif isinstance(example, list):
            for each in example:
                _fill(each, form.get("items", {}), schemas)


def _takes_null(schema: Schema, schemas: Schema) -> bool:
    return any(form.get("type") == "null" for form in _forms(schema, schemas))


def _forms(schema: Schema, schemas: Schema) -> list[Schema]:
    """The schema without references; all of them, if it allows one of several."""
    if reference := schema.get("$ref"):
        return _forms(schemas[reference.rpartition("/")[2]], schemas)
    if several := schema.get("anyOf"):
        return [form for each in several for form in _forms(each, schemas)]
    return [schema]
