"""The networks of ``clothes`` and ``back-values``: a posterior with its spread, and whether cloth hangs.

The posterior's loss is the negative log likelihood of a normal distribution whose mean and standard
deviation both depend on what is seen, weighted by the standard deviation, so that the mean is learned as well
where it is hard (Seitzer 2022, arXiv 2203.09168). Every time a body is used, it comes with the errors of
another picture. Several networks from different starts are kept: where they disagree, they do not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.posterior import Layers

FloatArray = NDArray[np.float64]

NETWORKS: Final = 5
_RATE: Final = 0.004
_BETA: Final = 0.5
_LARGEST_GRADIENT: Final = 5.0
_LABEL: Final = 0.02
"""No example is surer than this: no outline proves that nothing hangs."""


@dataclass(frozen=True, slots=True)
class Training:
    """How networks are trained: for many examples, or for few.

    Attributes
    ----------
    hidden : int
        Units of each of the two layers.
    epochs, batch : int
    decay : float
        Of the weights, per step and rate (AdamW).
    noise : float
        Standard deviation added to every standardized feature, anew each time.
    """

    hidden: int
    epochs: int
    batch: int
    decay: float
    noise: float = 0.0


def train_posterior(
    standard: FloatArray, targets: FloatArray, training: Training, networks: int = NETWORKS
) -> Layers:
    """Networks for the mean and the logarithm of the standard deviation of targets.

    Parameters
    ----------
    standard : ndarray, shape (draws, n, p)
    targets : ndarray, shape (draws, n, t)
        Standardized as well.
    training : Training
    networks : int
    """
    import torch  # noqa: PLC0415 - heavy

    size, count = standard.shape[-1], targets.shape[-1]
    features, wanted = (torch.tensor(item, dtype=torch.float32) for item in (standard, targets))

    def loss(network: Any, draw: Any, rows: Any) -> Any:
        seen = features[draw, rows]
        seen = seen + training.noise * torch.randn_like(seen)
        mean, log_sd = network[0](seen).split(count, dim=-1)
        mean = mean + network[1](seen)
        log_sd = torch.clamp(log_sd, -4.0, 1.5)
        variance = torch.exp(2.0 * log_sd)
        likelihood = 0.5 * (wanted[draw, rows] - mean) ** 2 / variance + log_sd
        return (variance.detach() ** _BETA * likelihood).mean()

    def make() -> Any:
        deep = _deep(torch, size, training.hidden, 2 * count)
        with torch.no_grad():
            deep[-1].weight[count:] = 0.0
        return torch.nn.ModuleList([deep, torch.nn.Linear(size, count, bias=False)])

    trained = [
        _train(torch, make, loss, training, shape=features.shape[:2], seed=seed) for seed in range(networks)
    ]
    return _layers(trained)


def train_loose(
    standard: FloatArray, loose: FloatArray, training: Training, networks: int = NETWORKS
) -> Layers:
    """Networks for the logit of the probability that cloth hangs; ``loose`` has shape (draws, n)."""
    import torch  # noqa: PLC0415 - heavy

    features = torch.tensor(standard, dtype=torch.float32)
    wanted = torch.tensor(loose, dtype=torch.float32) * (1.0 - 2.0 * _LABEL) + _LABEL

    def loss(network: Any, draw: Any, rows: Any) -> Any:
        seen = features[draw, rows]
        found = network[0](seen + training.noise * torch.randn_like(seen)).squeeze(-1)
        return torch.nn.functional.binary_cross_entropy_with_logits(found, wanted[draw, rows])

    def make() -> Any:
        return torch.nn.ModuleList([_deep(torch, standard.shape[-1], training.hidden, 1)])

    trained = [
        _train(torch, make, loss, training, shape=features.shape[:2], seed=seed) for seed in range(networks)
    ]
    return _layers(trained)


def _deep(torch: Any, size: int, hidden: int, outputs: int) -> Any:
    return torch.nn.Sequential(
        torch.nn.Linear(size, hidden),
        torch.nn.Tanh(),
        torch.nn.Linear(hidden, hidden),
        torch.nn.Tanh(),
        torch.nn.Linear(hidden, outputs),
    )


def _train(torch: Any, make: Any, loss: Any, training: Training, *, shape: Any, seed: int) -> Any:
    torch.manual_seed(seed)
    draws, count = shape
    network = make()
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=training.decay)
    steps = training.epochs * -(-count // training.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    for _ in range(training.epochs):
        for rows in torch.randperm(count).split(training.batch):
            value = loss(network, torch.randint(0, draws, rows.shape), rows)
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), _LARGEST_GRADIENT)
            optimizer.step()
            schedule.step()
    return network


def _layers(networks: list[Any]) -> Layers:
    """Weights of all networks as arrays."""

    def array(tensor: Any) -> FloatArray:
        return np.asarray(tensor.detach().numpy(), dtype=np.float64)

    places = [index for index, part in enumerate(networks[0][0]) if hasattr(part, "weight")]
    weights = tuple(np.array([array(net[0][place].weight).T for net in networks]) for place in places)
    biases = tuple(np.array([array(net[0][place].bias)[None] for net in networks]) for place in places)
    direct = np.array([array(net[1].weight).T for net in networks]) if len(networks[0]) > 1 else None
    return Layers(weights, biases, direct)
