"""The composition root: the only place that knows every domain, and makes a running process of them."""
