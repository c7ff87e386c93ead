"""The shells around the facades: what every request meets before a route, and every answer on its way out.

Nothing here knows what a domain does. It bounds, counts, packs and describes.
"""
