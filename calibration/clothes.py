"""What outlines of dressed people say about the body inside; makes ``analyzer/data/clothes.npz``.

Run from the top of the project, after ``bodies``, ``back-shape`` and ``cloth-bodies``::

    python -m calibration clothes --bodies bodies.npz --outlines outlines --validation validation

The file holds the arrays of `analyzer.measures.learned_clothes.ClothesModel` and, as JSON text,
``description``: version, names of features and targets, provenance with the errors on people never seen.

Dressed people (``calibration/cloth``) and undressed ones (`calibration.bodies`) are seen with the errors of
rendered pictures (`calibration.clothed_seen`) in the folders `pelvis.ERROR_FOLDERS`, whose truth is not used.
Everybody teaches; the intervals are set, and errors reported, by networks that were taught without the people
they are tried on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_clothes import (
    CLIPPED,
    FEATURES,
    QUANTITIES,
    TARGETS,
    ClothesModel,
    find_hidden,
)
from analyzer.measures.learned_rotation import filling
from analyzer.measures.posterior import Layers, Posterior
from calibration.bodies import load_bodies, today, versions
from calibration.clothed_seen import Rows, clothed_rows, load_dressed
from calibration.pelvis import ERROR_FOLDERS
from calibration.posterior_fit import (
    Z95,
    arrays_of,
    describe_errors,
    errors_on,
    fill_rows,
    layer_arrays,
    learn_features,
    save_arrays,
    split,
    teach,
    widened,
)
from calibration.posterior_networks import NETWORKS, Training, train_loose
from calibration.seen import Errors, learn_errors

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

PARTS: Final = 4
PART_NETWORKS: Final = 2
"""Into so many parts the people are divided; each part is judged by networks that the others taught."""
UNDRESSED: Final = 3000
"""Stances of undressed people that are used."""
DRAWS: Final = 6
"""How often every body is seen, each time with the errors of another picture."""
LOOSE_ROOM: Final = 0.012
"""With more room than this between skin and cloth (6 mm on an adult) cloth hangs, trunk lengths."""
VERSION: Final = 1
TARGET: Final = Path("analyzer/data/clothes.npz")
TRAINING: Final = Training(hidden=32, epochs=120, batch=64, decay=0.3, noise=0.15)
LOOSE_TRAINING: Final = Training(hidden=16, epochs=12, batch=64, decay=0.1, noise=0.15)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Draws of the same bodies: features, targets and room, shapes (draws, n, ...)."""

    features: FloatArray
    targets: FloatArray
    room: FloatArray

    def part(self, rows: IntArray) -> Sample:
        return Sample(self.features[:, rows], self.targets[:, rows], self.room[:, rows])


def draw(bodies: Mapping[str, Any], errors: Errors, *, dressed: bool, draws: int, jobs: int) -> Sample:
    """Bodies seen several times."""
    with ProcessPoolExecutor(jobs) as pool:
        futures = [
            pool.submit(clothed_rows, bodies, errors, seed, dressed=dressed) for seed in range(1, draws + 1)
        ]
        rows: list[Rows] = [future.result() for future in futures]
    return Sample(
        *(np.array([getattr(item, name) for item in rows]) for name in ("features", "targets", "room"))
    )


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """Dressed and undressed people with their gaps filled, ready to teach.

    Attributes
    ----------
    dressed, bare : Sample
    seen, plain : ndarray, shape (draws, n, p)
        Their features without gaps.
    mean, covariance : ndarray, shapes (p,) and (p, p)
    """

    dressed: Sample
    bare: Sample
    seen: FloatArray
    plain: FloatArray
    mean: FloatArray
    covariance: FloatArray

    def standard(self, features: FloatArray) -> FloatArray:
        """What the networks see that judge the clothes."""
        away = (features - self.mean) / np.sqrt(np.diag(self.covariance))
        return np.asarray(np.clip(away, -CLIPPED, CLIPPED))

    def teach(self, rows: IntArray, plain_rows: IntArray, networks: int) -> tuple[Posterior, Layers]:
        """Posterior and judges of the clothes, taught by some rows."""
        posterior = teach(
            self.seen[:, rows],
            self.dressed.targets[:, rows],
            (self.mean, self.covariance),
            TRAINING,
            networks=networks,
        )
        # Dressed people as often as undressed ones: either is as likely as the other.
        often = np.resize(rows, len(plain_rows))
        features = np.concatenate([self.seen[:, often], self.plain[:, plain_rows]], axis=1)
        room = np.concatenate([self.dressed.room[:, often], self.bare.room[:, plain_rows]], axis=1)
        hangs = (room > LOOSE_ROOM).astype(np.float64)
        return posterior, train_loose(self.standard(features), hangs, LOOSE_TRAINING, networks)

    def logits(self, loose: Layers, filled: FloatArray) -> FloatArray:
        """Whether cloth hangs on draws of people, shape (draws, n)."""
        flat = loose(self.standard(filled.reshape(-1, filled.shape[-1]))).mean(axis=0)
        return np.asarray(flat.reshape(filled.shape[:2]))


def prepare(dressed: Sample, bare: Sample) -> Taught:
    """Learn what features there are, and fill the gaps."""
    size = len(FEATURES)
    count = dressed.room.shape[1]
    mean, covariance = learn_features(
        np.concatenate([item.features[:, :count].reshape(-1, size) for item in (dressed, bare)])
    )
    seen, plain = (
        np.array([fill_rows(rows, mean, covariance, find_hidden) for rows in item.features])
        for item in (dressed, bare)
    )
    return Taught(dressed, bare, seen, plain, mean, covariance)


def fit(taught: Taught) -> tuple[ClothesModel, dict[str, Any]]:
    """The model, taught by everybody, and its errors on people who did not teach, each part in turn."""
    dressed, bare = taught.dressed, taught.bare
    error, sd = np.empty_like(dressed.targets), np.empty_like(dressed.targets)
    logits, plain_logits = np.empty(dressed.room.shape), np.empty(bare.room.shape)
    for number in range(PARTS):
        (rows, left), (plain_rows, plain_left) = (
            split(item.room.shape[1] // 2, number, PARTS) for item in (dressed, bare)
        )
        posterior, loose = taught.teach(rows, plain_rows, PART_NETWORKS)
        error[:, left], sd[:, left] = errors_on(posterior, taught.seen[:, left], dressed.targets[:, left])
        logits[:, left] = taught.logits(loose, taught.seen[:, left])
        plain_logits[:, plain_left] = taught.logits(loose, taught.plain[:, plain_left])
        _say(f"part {number + 1} of {PARTS}")
    everybody = np.arange(dressed.room.shape[1]), np.arange(bare.room.shape[1])
    posterior, loose = taught.teach(*everybody, NETWORKS)
    hanging = dressed.room > LOOSE_ROOM
    posterior = widened(posterior, error[hanging], sd[hanging])
    sd = sd * posterior.spread
    count = len(QUANTITIES)
    model = ClothesModel(
        posterior,
        loose,
        np.asarray(np.corrcoef((error / sd)[hanging][:, count:].T)),
        _within(error, sd, hanging)[:count],
        float(np.percentile(_distances(posterior, dressed), 95.0)),
        {},
    )
    found: dict[str, Any] = {"hanging": int(hanging.sum())}
    found |= describe_errors(QUANTITIES, error[hanging], sd[hanging], dressed.targets[hanging])
    found["tight_taken_for_loose"] = round(float(np.mean(plain_logits > 0)), 3)
    found["loose_taken_for_tight"] = round(float(np.mean(logits[hanging] < 0)), 3)
    return model, found


def _within(error: FloatArray, sd: FloatArray, hanging: NDArray[np.bool_]) -> FloatArray:
    """Share of the standard deviations that differs between two stances of a person, shape (t,)."""
    both = hanging[:, ::2] & hanging[:, 1::2]
    between = (error[:, 1::2] - error[:, ::2])[both]
    supposed = np.sqrt(sd[:, 1::2] ** 2 + sd[:, ::2] ** 2)[both]
    share: FloatArray = np.percentile(np.abs(between) / supposed, 95.0, axis=0) / Z95
    return np.minimum(share, 1.0)


def _distances(model: Posterior, sample: Sample) -> FloatArray:
    rows = sample.features[0]
    hidden = [find_hidden(row, model.mean, model.covariance) for row in rows]
    return np.array(
        [
            filling(how, model.mean, model.covariance).distance(row)
            for how, row in zip(hidden, rows, strict=True)
        ]
    )


def save(path: Path, model: ClothesModel, provenance: Mapping[str, Any]) -> None:
    """Write the data file."""
    arrays = arrays_of(model.posterior) | layer_arrays("loose", model.loose)
    arrays |= {"correlation": model.correlation, "within": model.within}
    description = {
        "version": VERSION,
        "features": FEATURES,
        "targets": TARGETS,
        "usual_distance": round(model.usual_distance, 3),
        "provenance": provenance,
    }
    save_arrays(path, arrays, description)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bodies", type=Path, default=Path("bodies.npz"))
    parser.add_argument("--outlines", type=Path, default=Path("outlines"))
    parser.add_argument("--validation", type=Path, default=Path("validation"))
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Trace the pictures, fit, write the file."""
    from calibration.pictures import trace_folders  # noqa: PLC0415 - heavy

    fit_and_save(arguments, learn_errors(trace_folders(arguments.validation, ERROR_FOLDERS)))


def fit_and_save(arguments: argparse.Namespace, errors: Errors) -> None:
    bodies, origin = load_bodies(arguments.bodies)
    dressed = load_dressed(arguments.outlines)
    bodies = {name: column[:UNDRESSED] for name, column in bodies.items() if name != "levels"}
    samples = [
        draw(part, errors, dressed=worn, draws=arguments.draws, jobs=arguments.jobs)
        for part, worn in ((dressed, True), (bodies, False))
    ]
    _say(f"{samples[0].features.shape[1]} dressed, {samples[1].features.shape[1]} bare")
    model, found = fit(prepare(*samples))
    provenance = {
        "command": "python -m calibration clothes --bodies bodies.npz --outlines outlines",
        "dressed": {"rows": len(dressed["back"]), "seeds": sorted({int(seed) for seed in dressed["seed"]})},
        "bodies": origin,
        "pictures_for_errors": list(ERROR_FOLDERS),
        "held_out": found,
        "versions": versions("numpy", "torch"),
        "date": today(),
    }
    save(arguments.out, model, provenance)
    _say(json.dumps(found, indent=1))


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
