"""What a training has left, as a file: arrays and plain values, never code.

A line of JSON says what it is, how long the rest is and its SHA-256; the rest is what `numpy.savez_compressed` writes,
read without pickle. A file of another version is refused, and made anew by the next training.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np

from lyceum.algorithms.arrays import Floats, Ints
from lyceum.algorithms.tracing.bkt_fit import BktFit
from lyceum.algorithms.tracing.elo import EloParams, EloRatings
from lyceum.algorithms.tracing.features import Rates
from lyceum.algorithms.tracing.following import Training
from lyceum.algorithms.tracing.logistic import LogisticFit
from lyceum.algorithms.tracing.network import NetworkFit, Shape
from lyceum.algorithms.tracing.stacking import Stack
from lyceum.practice.contracts.predictors import ArtefactUnusable

FORMAT: Final = "lyceum predictors"
# One more whenever a file of the version before could not be read as what it was.
VERSION: Final = 1
# Ours: several times what 100,000 items and 20,000 skills with three networks take; more is no file of ours.
MOST_BYTES: Final = 256 * 1024 * 1024
_MOST_UNPACKED: Final = 1024 * 1024 * 1024
_LONGEST_HEADER: Final = 4096
_RATES = ("item_right", "item_seen", "skill_right", "skill_seen")
_BKT = ("prior", "learn", "guess", "slip", "log_posterior", "runner_up", "answers")
_LOGISTIC = ("mean", "scale", "dense", "item", "skill")
_PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Artefact:
    """A training, and whom its numbers stand for: `items` and `skills` in the order of their numbers."""

    training: Training
    items: Sequence[UUID]
    skills: Sequence[UUID]


def write(artefact: Artefact) -> bytes:
    """The file."""
    training = artefact.training
    arrays = {"items": _raw(artefact.items), "skills": _raw(artefact.skills)}
    arrays |= _named("known", {name: getattr(training.known, name) for name in _RATES})
    arrays["elo.difficulty"] = training.elo.difficulty
    plain: dict[str, Any] = {
        "usual": training.known.usual,
        "start": training.elo.start,
        "elo": asdict(training.elo.params),
        "has_time": training.has_time,
    }
    if training.bkt is not None:
        arrays |= _named("bkt", {name: getattr(training.bkt, name) for name in _BKT})
    if training.logistic is not None:
        arrays |= _named("logistic", {name: getattr(training.logistic, name) for name in _LOGISTIC})
        plain["logistic"] = {"names": training.logistic.names, "intercept": training.logistic.intercept}
    if training.networks:
        arrays |= _of_networks(training.networks)
        plain["networks"] = [asdict(each.shape) for each in training.networks]
    if training.stack is not None:
        arrays["stack.weights"] = training.stack.weights
        plain["stack"] = {"intercept": training.stack.intercept, "of": training.stacked}
    arrays[_PLAIN] = np.frombuffer(json.dumps(plain).encode(), np.uint8)
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    body = packed.getvalue()
    header = {"format": FORMAT, "version": VERSION, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(header).encode() + b"\n" + body


def read(content: bytes) -> Artefact:
    """What was written.

    Raises:
        ArtefactUnusable: if it is damaged, too large, or of another version.
    """
    body = _checked(content)
    try:
        arrays = _unpacked(body)
        plain = json.loads(arrays.pop(_PLAIN).tobytes())
        artefact = _artefact(arrays, plain)
    except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile) as error:
        raise _unusable("what it holds is not what such a file holds") from error
    return artefact


def _checked(content: bytes) -> bytes:
    """What stands after the header."""
    line, found, body = content[:_LONGEST_HEADER].partition(b"\n")
    body = content[len(line) + 1 :]
    try:
        header = json.loads(line) if found else None
    except ValueError:
        header = None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise _unusable("it does not begin as such a file does")
    if header.get("version") != VERSION:
        raise _unusable(f"it is of version {header.get('version')!r}, and {VERSION} is expected")
    if len(body) > MOST_BYTES:
        raise _unusable(f"it is larger than {MOST_BYTES} bytes")
    if header.get("size") != len(body) or header.get("sha256") != hashlib.sha256(body).hexdigest():
        raise _unusable("its checksum is another than its content's")
    return body


def _unpacked(body: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > _MOST_UNPACKED:
        raise ValueError(f"unpacked it would take {size} bytes")
    with np.load(io.BytesIO(body), allow_pickle=False) as packed:
        return {name: packed[name] for name in packed.files}


def _artefact(arrays: dict[str, Any], plain: Mapping[str, Any]) -> Artefact:
    known = Rates(usual=float(plain["usual"]), **_part(arrays, "known", _RATES))
    elo = EloRatings(arrays["elo.difficulty"], float(plain["start"]), EloParams(**plain["elo"]))
    stack = plain.get("stack")
    training = Training(
        known=known,
        elo=elo,
        bkt=BktFit(**_part(arrays, "bkt", _BKT)) if "bkt.prior" in arrays else None,
        logistic=_logistic(arrays, plain["logistic"], known) if "logistic" in plain else None,
        networks=tuple(_networks(arrays, plain.get("networks", []), known)),
        stack=Stack(arrays["stack.weights"], float(stack["intercept"])) if stack else None,
        stacked=tuple(stack["of"]) if stack else (),
        has_time=bool(plain["has_time"]),
    )
    artefact = Artefact(training, _ids(arrays["items"]), _ids(arrays["skills"]))
    if len(known.item_seen) != len(artefact.items) or len(known.skill_seen) != len(artefact.skills):
        raise ValueError("as many items and skills as rates are expected")
    return artefact


def _logistic(arrays: Mapping[str, Any], plain: Mapping[str, Any], known: Rates) -> LogisticFit:
    parts = _part(arrays, "logistic", _LOGISTIC)
    return LogisticFit(names=tuple(plain["names"]), intercept=float(plain["intercept"]), known=known, **parts)


def _of_networks(networks: Sequence[NetworkFit]) -> dict[str, Any]:
    """Beside the weights of each what all of one training share."""
    first = networks[0]
    arrays = {"network.item_number": first.item_number, "network.mean": first.mean, "network.scale": first.scale}
    for number, each in enumerate(networks):
        arrays |= _named(f"network.{number}", each.weights)
    return arrays


def _networks(arrays: Mapping[str, Any], shapes: Sequence[Mapping[str, Any]], known: Rates) -> list[NetworkFit]:
    return [
        NetworkFit(
            shape=Shape(**shape),
            weights={
                name.removeprefix(f"network.{number}."): array
                for name, array in arrays.items()
                if name.startswith(f"network.{number}.")
            },
            item_number=arrays["network.item_number"],
            mean=arrays["network.mean"],
            scale=arrays["network.scale"],
            known=known,
        )
        for number, shape in enumerate(shapes)
    ]


def _named(family: str, arrays: Mapping[str, Floats]) -> dict[str, Any]:
    return {f"{family}.{name}": array for name, array in arrays.items()}


def _part(arrays: Mapping[str, Any], family: str, names: Sequence[str]) -> dict[str, Any]:
    return {name: arrays[f"{family}.{name}"] for name in names}


def _raw(ids: Sequence[UUID]) -> Ints:
    """(n, 16) uint8."""
    return np.frombuffer(b"".join(each.bytes for each in ids), np.uint8).reshape(-1, 16)


def _ids(raw: Ints) -> list[UUID]:
    return [UUID(bytes=row.tobytes()) for row in raw]


def _unusable(why: str) -> ArtefactUnusable:
    return ArtefactUnusable(
        f"A file of trained predictors cannot be used: {why}. Train anew with `lyceum train`.", details={"why": why}
    )
