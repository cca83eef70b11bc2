"""Whether cloth hangs over a back, learned anew with heavy, pregnant, thin and older people among the others.

Run from the top of the project, with ``requirements-calibration.txt`` installed, after ``clothes``::

    python -m calibration loose --bodies bodies.npz --outlines outlines

Replaces the judges of the clothes in ``analyzer/data/clothes.npz``; the rest of the file stays as it is. The
bodies of `calibration.bodies` reach a body mass index of some 28. Farther out a belly stands off like a shirt
and a padded back has little hollow, so that heavy people with bare skin were told that their clothes are
loose. Here such bodies are bare in one half. In the other they wear what somebody with a back of nearly the
same shape wore in the simulation: the room between skin and cloth is taken over.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_clothes import CLIPPED, clothes_model, find_hidden
from calibration.bodies import LEVELS, complete, load_bodies, today
from calibration.clothed_seen import clothed_rows, load_dressed
from calibration.clothes import LOOSE_ROOM, LOOSE_TRAINING, TARGET
from calibration.pelvis import ERROR_FOLDERS
from calibration.posterior_fit import fill_rows, layer_arrays, save_arrays
from calibration.posterior_networks import NETWORKS, train_loose
from calibration.seen import Errors, learn_errors
from calibration.wide import start_worker, unusual_person

FloatArray = NDArray[np.float64]
Columns = dict[str, Any]

_DONORS: Final = 24
"""Dressed people among whom the most similar back is looked for."""
_BACK: Final = (LEVELS > -0.05) & (LEVELS < 0.95)
_BARE: Final = 2400
"""Stances of usual people without hanging clothes."""


def dressed_like(bodies: Columns, dressed: Columns, seed: int) -> Columns:
    """Bodies in the clothes of people whose backs are much like theirs.

    Parameters
    ----------
    bodies : dict
        Columns of `calibration.bodies`.
    dressed : dict
        See `load_dressed`.
    """
    rng = np.random.default_rng(seed)
    shape = dressed["back"][:, _BACK]
    shape = shape - shape.mean(axis=1, keepdims=True)
    worn_back, worn_front = bodies["back"].copy(), bodies["front"].copy()
    for row, back in enumerate(bodies["back"]):
        among = rng.choice(len(shape), _DONORS, replace=False)
        own = back[_BACK] - back[_BACK].mean()
        donor = among[int(np.argmin(((shape[among] - own) ** 2).sum(axis=1)))]
        worn_back[row] += np.maximum(dressed["worn_back"][donor] - dressed["back"][donor], 0.0)
        worn_front[row] += np.minimum(dressed["worn_front"][donor] - dressed["front"][donor], 0.0)
    return bodies | {"worn_back": worn_back, "worn_front": worn_front}


def learn(parts: list[tuple[Columns, bool]], errors: Errors, draws: int) -> tuple[Any, dict[str, Any]]:
    """Judges of the clothes, taught by all parts, and how often they are wrong on people left out.

    Parameters
    ----------
    parts : list
        Columns of people, and whether they are dressed. Each part counts alike.
    """
    known = clothes_model().posterior
    features, hangs, part_of, held = [], [], [], []
    size = max(len(part["back"]) for part, _ in parts)
    for number, (part, dressed) in enumerate(parts):
        rows = [clothed_rows(part, errors, seed, dressed=dressed) for seed in range(1, draws + 1)]
        filled = np.array(
            [fill_rows(item.features, known.mean, known.covariance, find_hidden) for item in rows]
        )
        often = np.resize(np.arange(filled.shape[1]), size)
        standard = np.clip((filled - known.mean) / known.scale, -CLIPPED, CLIPPED)[:, often]
        features.append(standard)
        hangs.append((np.array([item.room for item in rows]) > LOOSE_ROOM)[:, often].astype(np.float64))
        part_of.append(np.full(size, number))
        # Both stances of a person on one side.
        held.append(often // 2 % 5 == 0)
    seen, wanted = np.concatenate(features, axis=1), np.concatenate(hangs, axis=1)
    group, left = np.concatenate(part_of), np.concatenate(held)
    trial = train_loose(seen[:, ~left], wanted[:, ~left], LOOSE_TRAINING, 2)
    found = {}
    for number in range(len(parts)):
        rows_left = left & (group == number)
        logit = trial(seen[0, rows_left]).mean(axis=0)[:, 0]
        found[f"part_{number}_wrong"] = round(float(np.mean((logit > 0) != (wanted[0, rows_left] > 0.5))), 3)
    return train_loose(seen, wanted, LOOSE_TRAINING, NETWORKS), found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bodies", type=Path, default=Path("bodies.npz"))
    parser.add_argument("--outlines", type=Path, default=Path("outlines"))
    parser.add_argument("--validation", type=Path, default=Path("validation"))
    parser.add_argument("--people", type=int, default=500, help="of unusual build, each in two stances")
    parser.add_argument("--seed", type=int, default=41)
    parser.add_argument("--draws", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=TARGET)


def unusual_people(people: int, seed: int, jobs: int) -> Columns:
    """Columns as those of `calibration.bodies`."""
    with ProcessPoolExecutor(jobs, get_context("spawn"), start_worker) as pool:
        found = list(pool.map(unusual_person, ((seed, person) for person in range(people)), chunksize=20))
    rows = [row for both in found if all(map(complete, both)) for row in both]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def run(arguments: argparse.Namespace) -> None:
    from calibration.pictures import trace_folders  # noqa: PLC0415 - heavy

    errors = learn_errors(trace_folders(arguments.validation, ERROR_FOLDERS))
    _say("errors learned")
    unusual = unusual_people(arguments.people, arguments.seed, arguments.jobs)
    _say(f"{len(unusual['back'])} stances of unusual people")
    bodies, origin = load_bodies(arguments.bodies)
    usual = {name: column[:_BARE] for name, column in bodies.items() if name != "levels"}
    dressed = load_dressed(arguments.outlines)
    worn = dressed_like(unusual, dressed, arguments.seed)
    parts = [(usual, False), (unusual, False), (dressed, True), (worn, True)]
    layers, found = learn(parts, errors, arguments.draws)
    names = ("usual_bare", "unusual_bare", "usual_dressed", "unusual_dressed")
    wrong = {f"{name}_wrong": value for name, value in zip(names, found.values(), strict=True)}
    _say(json.dumps(wrong))
    with np.load(TARGET, allow_pickle=False) as data:
        arrays = {name: data[name] for name in data.files if name != "description"}
        description = json.loads(str(data["description"]))
    description["provenance"]["loose"] = {
        "command": f"python -m calibration loose --people {arguments.people} --seed {arguments.seed}",
        "unusual": len(unusual["back"]),
        "dressed": {"rows": len(dressed["back"]), "seeds": sorted({int(seed) for seed in dressed["seed"]})},
        "bodies": origin["command"],
        "held_out": wrong,
        "date": today(),
    }
    save_arrays(arguments.out, arrays | layer_arrays("loose", layers), description)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
