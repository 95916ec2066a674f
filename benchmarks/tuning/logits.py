"""Fits the two models of answering: which window contains the answer, and whether any does.

In: matrices of features and labels. Out: weights of the raw features (not standardized), as
the `parameters.py` modules of `retrieval/answering` have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]

CONSTANT = 1e-9
"""Standard deviation below which a feature is constant."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The windows of one question: a row for each, and which of them contain the answer."""

    features: Matrix
    right: npt.NDArray[np.bool_]
    weight: float


def fit_choice(choices: Sequence[Choice], penalty: float) -> Vector:
    """Fit a conditional logit, in which the right windows of a question outweigh the others.

    Args:
        choices: Questions; those without a right or without a wrong window are ignored.
        penalty: Weight of the squared, standardized weights, above 0.

    Returns:
        A weight for each feature.
    """
    kept = [choice for choice in choices if choice.right.any() and not choice.right.all()]
    sizes = [len(choice.right) for choice in kept]
    starts = np.cumsum([0, *sizes[:-1]])
    question = np.repeat(np.arange(len(kept)), sizes)
    features, scale = _standardized(np.vstack([choice.features for choice in kept]))
    right = np.concatenate([choice.right for choice in kept])
    weight = np.array([choice.weight for choice in kept])

    def loss(weights: Vector) -> tuple[float, Vector]:
        score = features @ weights
        power = np.exp(score - np.maximum.reduceat(score, starts)[question])
        whole = np.add.reduceat(power, starts)
        good = np.add.reduceat(power * right, starts) + np.finfo(float).tiny
        surprise = weight @ (np.log(whole) - np.log(good))
        slope = weight[question] * (power / whole[question] - power * right / good[question])
        return surprise + penalty / 2 * weights @ weights, slope @ features + penalty * weights

    return _minimum(loss, features.shape[1]) / scale


def fit_logistic(features: Matrix, labels: Vector, weight: Vector, penalty: float) -> tuple[Vector, float]:
    """Fit a logistic model.

    Args:
        features: A row for each case.
        labels: 1 or 0 for each case.
        weight: Weight of each case.
        penalty: Weight of the squared, standardized weights (not of the bias), above 0.

    Returns:
        A weight for each feature, and the bias.
    """
    middle = features.mean(axis=0)
    standard, scale = _standardized(features - middle)

    def loss(weights: Vector) -> tuple[float, Vector]:
        logit = standard @ weights[:-1] + weights[-1]
        surprise = weight @ (np.logaddexp(0, logit) - labels * logit)
        slope = weight * (1 / (1 + np.exp(-logit)) - labels)
        shrunk = np.append(penalty * weights[:-1], 0.0)
        return surprise + weights @ shrunk / 2, np.append(slope @ standard, slope.sum()) + shrunk

    found = _minimum(loss, features.shape[1] + 1)
    weights = found[:-1] / scale
    return weights, float(found[-1] - weights @ middle)


def _standardized(features: Matrix) -> tuple[Matrix, Vector]:
    scale = features.std(axis=0)
    scale[scale < CONSTANT] = np.inf
    return features / scale, scale


def _minimum(loss: object, size: int) -> Vector:
    found: Vector = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found
