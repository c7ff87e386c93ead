"""A domain that cannot even be imported."""

raise RuntimeError("cannot be imported")
