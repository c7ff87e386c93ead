"""The site of the main job, and somebody who learns there."""

from tests.main_job.conftest import ada, cells, door, eve, site

__all__ = ["ada", "cells", "door", "eve", "site"]
