"""A fit in words: what ``print(fit)`` shows."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .fit import Fit


def describe(fit: Fit) -> str:
    """Estimates with standard errors and profile intervals, quality, and what to beware of."""
    if not isinstance(fit.ec50, float):
        failed = [f"  curve {i}: {reason}" for i, reason in enumerate(fit.refused) if reason]
        ec50 = fit.ec50[np.isfinite(fit.ec50)]
        lines = [f"{fit.model}, {len(fit)} curves, {len(failed)} of them refused"]
        if len(ec50):
            lines.append(f"ec50 from {ec50.min():.4g} to {ec50.max():.4g}")
        return "\n".join([*lines, *failed[:5], *(["  ..."] if len(failed) > 5 else [])])
    s = fit.stats
    lines = [f"{fit.model}, {s.n} points, by least squares"]
    for name in ("bottom", "top", "hill", "ec50", "asymmetry"):
        value = getattr(fit, name)
        if name not in fit.parameters:
            if name != "asymmetry" or value != 1:
                lines.append(f"  {name:10}{value:>12.5g}  fixed")
        elif s.dof > 0:
            error = fit.standard_error(name)
            lines.append(f"  {name:10}{value:>12.5g}  ± {error:<10.3g} 95 % {fit.interval(name)}")
        else:
            lines.append(f"  {name:10}{value:>12.5g}")
    lines.append(
        f"  sigma {s.sigma:.4g} on {s.dof} degrees of freedom, R² {s.r2:.4f}, "
        f"AIC {s.aic:.2f}, BIC {s.bic:.2f}"
    )
    lines.append(f"  intervals by profile, ± is the {s.covariance} standard error")
    lines += textwrap.wrap(
        "; ".join(fit.marks), 96, initial_indent="  beware: ", subsequent_indent="  "
    )
    return "\n".join(lines)
