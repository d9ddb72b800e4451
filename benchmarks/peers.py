"""The fluid of a model as other programs want it: eqtk's matrices, libRoadRunner's SBML."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

import il6widgets as il6
from il6widgets.kinetics.formula import evaluate
from il6widgets.kinetics.program import compile

Array = NDArray[np.float64]
ON_RATE = 0.06  # per nM per minute (1e6 per M per s): the equilibrium does not depend on it
STEADY = 1e-9  # relative change in the last tenfold of time at which a simulation is done


class Fluid:
    """Components, complexes and constants of a model's fluid, with its default constants.

    Attributes
    ----------
    names : list of str, components first
    steps : list of (complex, part, part, Kd in nM); what does not form is left out
    composition : (n_components, n_species) array
    ln_beta : (n_species,) array, for amounts in nM
    """

    def __init__(self, model: il6.Model) -> None:
        program = compile(model)
        fluid = program["compartments"][0]
        values = {v["id"]: v["value"] for v in program["values"]}
        formations = fluid["formations"]
        kds = evaluate(
            program["graph"], [f["kd"] for f in formations], lambda _, name: values[name]
        )
        self.components: list[str] = fluid["components"]
        self.steps = [
            (f["id"], *f["from"], float(kd))
            for f, kd in zip(formations, kds, strict=True)
            if np.isfinite(kd)
        ]
        self.names = [*self.components, *(step[0] for step in self.steps)]
        self.place = {name: i for i, name in enumerate(self.names)}
        self.composition = np.eye(len(self.components), len(self.names))
        self.ln_beta = np.zeros(len(self.names))
        for whole, left, right, kd in self.steps:
            i, parts = self.place[whole], [self.place[left], self.place[right]]
            self.composition[:, i] = self.composition[:, parts].sum(1)
            self.ln_beta[i] = self.ln_beta[parts].sum() - np.log(kd)

    def start(self, totals: Array) -> Array:
        """Everything free: (n, n_species) for (n_components, n) totals."""
        return np.concatenate([totals, np.zeros((len(self.steps), totals.shape[1]))]).T.copy()

    def residual(self, amounts: Array, totals: Array) -> float:
        """Largest relative error of a total rebuilt from (n_species, n) amounts."""
        rebuilt = self.composition @ amounts
        here = totals > 0
        return float(np.max(np.abs(rebuilt[here] / totals[here] - 1)))


class Eqtk:
    """eqtk.solve with one way of stating the problem and one tolerance."""

    def __init__(self, fluid: Fluid, way: str, tol: float) -> None:
        import eqtk

        self.solve = eqtk.solve
        self.fluid = fluid
        self.name = f"eqtk, {way}, tol {tol:g}"
        self.options: dict[str, Any] = {"tol": tol}
        if way == "A + G":
            self.options |= {"A": fluid.composition, "G": -fluid.ln_beta, "normal_A": False}
        else:
            reactions = np.zeros((len(fluid.steps), len(fluid.names)))
            for row, (whole, left, right, _) in zip(reactions, fluid.steps, strict=True):
                row[fluid.place[whole]] += 1
                row[fluid.place[left]] -= 1
                row[fluid.place[right]] -= 1
            log_k = -np.log([kd for *_, kd in fluid.steps])
            self.options |= {"N": reactions, "logK": log_k}

    def __call__(self, totals: Array) -> Array:
        with redirect_stdout(StringIO()):  # it prints at length where it does not converge
            return np.asarray(self.solve(self.fluid.start(totals), **self.options)).T


class RoadRunner:
    """libRoadRunner, dose by dose; the model is built once and only its start is set anew."""

    def __init__(self, fluid: Fluid, way: str) -> None:
        import roadrunner

        roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
        self.name = f"libRoadRunner, {way}"
        self.fluid = fluid
        self.runner: Any = roadrunner.RoadRunner(_sbml(fluid))
        self.steady = way == "steadyState"
        self.refused = 0  # doses for which it raised
        # Moieties found: steadyState needs them; a simulation is slower with them.
        self.runner.conservedMoietyAnalysis = self.steady
        self.runner.integrator.relative_tolerance = 1e-10
        self.runner.integrator.absolute_tolerance = 1e-14
        self.runner.timeCourseSelections = [f"[{name}]" for name in fluid.names]
        own = {name: i for i, name in enumerate(self.runner.model.getFloatingSpeciesIds())}
        self.order = [own[name] for name in fluid.names]

    def __call__(self, totals: Array) -> Array:
        self.refused = 0
        found = np.empty((len(self.order), totals.shape[1]))
        start = np.zeros(len(self.order))
        for lane in range(totals.shape[1]):
            start[self.order[: len(totals)]] = totals[:, lane]
            self.runner.model.setFloatingSpeciesInitConcentrations(start)
            self.runner.reset()
            found[:, lane] = self._steady_state() if self.steady else self._simulated()
        return found

    def _steady_state(self) -> Array:
        try:
            self.runner.steadyState()
        except RuntimeError:
            self.refused += 1
            return np.full(len(self.order), np.nan)
        return self.runner.model.getFloatingSpeciesConcentrations()[self.order]

    def _simulated(self) -> Array:
        time, until = 0.0, 1e3
        now = np.asarray(self.runner.simulate(time, until, 2))[-1]
        while True:
            before, time, until = now, until, until * 10
            now = np.asarray(self.runner.simulate(time, until, 2))[-1]
            if np.all(np.abs(now - before) <= STEADY * np.abs(now)):
                return now


def _sbml(fluid: Fluid) -> str:
    """Every step as a reversible mass-action reaction in one compartment of size 1."""
    species = "".join(
        f'<species id="{name}" compartment="well" initialConcentration="0" constant="false"'
        ' hasOnlySubstanceUnits="false" boundaryCondition="false"/>'
        for name in fluid.names
    )

    def references(names: list[str]) -> str:
        return "".join(
            f'<speciesReference species="{name}" stoichiometry="1" constant="true"/>'
            for name in names
        )

    def times(rate: float, names: list[str]) -> str:
        factors = "".join(f"<ci>{name}</ci>" for name in names)
        return f"<apply><times/><cn>{rate!r}</cn>{factors}</apply>"

    reactions = "".join(
        f'<reaction id="form_{whole}" reversible="true" fast="false">'
        f"<listOfReactants>{references([left, right])}</listOfReactants>"
        f"<listOfProducts>{references([whole])}</listOfProducts>"
        '<kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML">'
        f"<apply><minus/>{times(ON_RATE, [left, right])}{times(ON_RATE * kd, [whole])}</apply>"
        "</math></kineticLaw></reaction>"
        for whole, left, right, kd in fluid.steps
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1">'
        '<model id="fluid"><listOfCompartments>'
        '<compartment id="well" size="1" spatialDimensions="3" constant="true"/>'
        f"</listOfCompartments><listOfSpecies>{species}</listOfSpecies>"
        f"<listOfReactions>{reactions}</listOfReactions></model></sbml>"
    )
