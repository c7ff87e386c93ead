"""Predictors that were trained on the installation's own answers: made, kept as files, and followed.

Here, and nowhere else in practice, is numpy. What a server loads when it starts, `log` and `apart`, does without; the
other modules are loaded by whoever trains or asks first.
"""
