"""A small network, trained on simulated people who stand twice.

Two layers of hyperbolic tangents beside a linear part. The loss counts the error of each stance and, as much
again, the error of the difference between the two stances of a person: a change within one person is what
people ask for. Every time a stance is used, it comes with the errors of another picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

HIDDEN: Final = 32
EPOCHS: Final = 80
_BATCH: Final = 256
_RATE: Final = 0.01
_DECAY: Final = 0.01
_DIFFERENCE: Final = 1.0
"""Weight of the error of differences."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Weights as `analyzer.measures.learned_rotation` wants them; target in its own unit.

    Attributes
    ----------
    layers : tuple of (weights, bias)
    direct : ndarray, shape (p,)
    """

    layers: tuple[tuple[FloatArray, FloatArray], ...]
    direct: FloatArray

    def predict(self, standard: FloatArray) -> FloatArray:
        """For standardized features of shape (..., p), shape (...)."""
        hidden = standard
        for weights, bias in self.layers[:-1]:
            hidden = np.tanh(hidden @ weights + bias)
        weights, bias = self.layers[-1]
        result: FloatArray = (hidden @ weights)[..., 0] + bias[0] + standard @ self.direct
        return result


def train_network(standard: FloatArray, target: FloatArray, first: IntArray, seed: int) -> Network:
    """Fit a network.

    Parameters
    ----------
    standard : ndarray, shape (draws, n, p)
        Standardized features; the draws are the same stances with other errors.
    target : ndarray, shape (n,)
    first : ndarray, shape (people,)
        Row of each person's first stance; the second follows it.
    """
    import torch  # noqa: PLC0415 - heavy, and only here

    torch.manual_seed(seed)
    middle, spread = float(target.mean()), float(target.std())
    features = torch.tensor(standard, dtype=torch.float32)
    wanted = torch.tensor((target - middle) / spread, dtype=torch.float32)
    people = torch.tensor(first, dtype=torch.long)
    size = standard.shape[-1]
    deep = torch.nn.Sequential(
        torch.nn.Linear(size, HIDDEN),
        torch.nn.Tanh(),
        torch.nn.Linear(HIDDEN, HIDDEN),
        torch.nn.Tanh(),
        torch.nn.Linear(HIDDEN, 1),
    )
    direct = torch.nn.Linear(size, 1, bias=False)
    steps = EPOCHS * -(-len(first) // _BATCH)
    optimizer = torch.optim.AdamW([*deep.parameters(), *direct.parameters()], lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)

    def error(rows: Any) -> Any:
        draw = torch.randint(0, len(features), rows.shape)
        seen = features[draw, rows]
        return (deep(seen) + direct(seen)).squeeze(-1) - wanted[rows]

    for _ in range(EPOCHS):
        for chosen in people[torch.randperm(len(people))].split(_BATCH):
            one, two = error(chosen), error(chosen + 1)
            loss = (one**2 + two**2).mean() + _DIFFERENCE * ((two - one) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    with torch.no_grad():
        layers = [
            (layer.weight.numpy().astype(np.float64).T.copy(), layer.bias.numpy().astype(np.float64))
            for layer in deep
            if isinstance(layer, torch.nn.Linear)
        ]
        straight = direct.weight.numpy().astype(np.float64)[0]
    weights, bias = layers[-1]
    layers[-1] = weights * spread, bias * spread + middle
    return Network(tuple(layers), straight * spread)
