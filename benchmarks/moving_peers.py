"""A model in time for other programs: SBML for libRoadRunner and COPASI, Python for scipy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

import il6widgets as il6
from il6widgets.kinetics.program import compile

Array = NDArray[np.float64]
_MATH = {
    "+": "plus", "-": "minus", "*": "times", "/": "divide", "**": "power", "neg": "minus",
    "share": "divide", "sqrt": "root", ">": "gt",
}  # fmt: skip


class Moving:
    """A model of kind ode, with its default values.

    Attributes
    ----------
    states, values : names
    start, default : their values
    """

    def __init__(self, model: il6.Model) -> None:
        self.program = compile(model)
        self.states: list[str] = self.program["system"]["states"]
        held = [v for v in self.program["values"] if v["id"] not in self.states]
        self.values = [v["id"] for v in held]
        self.default = np.array([v["value"] for v in held])
        known = {v["id"]: v["value"] for v in self.program["values"]}
        self.start = np.array([known[s] for s in self.states])

    def sbml(self) -> str:
        """Every process as a reaction; the volumes that the model states."""
        program = self.program
        homes = {s["id"]: s["compartment"] for s in program["species"]}
        sizes = self._sizes()
        compartments = "".join(
            f'<compartment id="{c}" size="{size!r}" spatialDimensions="3" constant="true"/>'
            for c, size in sizes.items()
        )
        species = "".join(
            f'<species id="{s}" compartment="{homes[s]}" initialConcentration="{float(y)!r}"'
            ' constant="false" hasOnlySubstanceUnits="false" boundaryCondition="false"/>'
            for s, y in zip(self.states, self.start, strict=True)
        )
        parameters = "".join(
            f'<parameter id="{p}" value="{float(x)!r}" constant="false"/>'
            for p, x in zip(self.values, self.default, strict=True)
        )

        def side(terms: Sequence[Any]) -> str:
            return "".join(
                f'<speciesReference species="{s}" stoichiometry="{n!r}" constant="true"/>'
                for s, n in terms
            )

        reactions = ""
        for p in program["processes"]:
            home = homes[(p["left"] + p["right"])[0][0]]
            rate = f"<apply><times/><ci>{home}</ci>{self._math(p['rate'])}</apply>"
            changed = {s for s, _ in p["left"] + p["right"]}
            read = [s for s in self.states if s in self._names(p["rate"]) - changed]
            modifiers = "".join(f'<modifierSpeciesReference species="{s}"/>' for s in read)
            reactions += f'<reaction id="{p["id"]}" reversible="false" fast="false">'
            for tag, content in (
                ("listOfReactants", side(p["left"])),
                ("listOfProducts", side(p["right"])),
                ("listOfModifiers", modifiers),
            ):
                reactions += f"<{tag}>{content}</{tag}>" if content else ""
            reactions += (
                '<kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML">'
                f"{rate}</math></kineticLaw></reaction>"
            )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1">'
            f'<model id="{program["id"]}"><listOfCompartments>{compartments}</listOfCompartments>'
            f"<listOfSpecies>{species}</listOfSpecies>"
            f"<listOfParameters>{parameters}</listOfParameters>"
            f"<listOfReactions>{reactions}</listOfReactions></model></sbml>"
        )

    def _sizes(self) -> dict[str, float]:
        """The volumes of `signalling`: those that a parameter states, 1 elsewhere."""
        known = dict(zip(self.values, self.default, strict=True))
        volumes = {"cytosol": "V_cytosol", "transcripts": "V_cytosol"}
        volumes |= {"nucleus": "V_nucleus", "nascent": "V_nucleus"}
        return {
            c["id"]: float(known[volumes[c["id"]]]) if c["id"] in volumes else 1.0
            for c in self.program["compartments"]
        }

    def _math(self, index: int) -> str:
        head, *rest = self.program["graph"][index]
        if head == "const":
            return f"<cn>{rest[0]!r}</cn>"
        if head in ("value", "species"):
            return f"<ci>{rest[0]}</ci>"
        parts = [self._math(i) for i in rest]
        if head == "hill":
            x, k, n = parts
            ratio = f"<apply><power/><apply><divide/>{k}{x}</apply>{n}</apply>"
            return f"<apply><divide/><cn>1</cn><apply><plus/><cn>1</cn>{ratio}</apply></apply>"
        if head == "if":
            condition, then, otherwise = parts
            return (
                f"<piecewise><piece>{then}{condition}</piece>"
                f"<otherwise>{otherwise}</otherwise></piecewise>"
            )
        return f"<apply><{_MATH[head]}/>{''.join(parts)}</apply>"

    def _names(self, index: int) -> set[str]:
        head, *rest = self.program["graph"][index]
        if head in ("value", "species"):
            return {rest[0]}
        return set().union(*(self._names(i) for i in rest)) if head != "const" else set()

    def python(self) -> Any:
        """dy/dt as the Python function that one would write by hand."""

        def text(index: int) -> str:
            head, *rest = self.program["graph"][index]
            if head == "const":
                return repr(rest[0])
            if head == "value":
                return f"p[{self.values.index(rest[0])}]"
            if head == "species":
                return f"y[{self.states.index(rest[0])}]"
            parts = [text(i) for i in rest]
            if head == "neg":
                return f"(-{parts[0]})"
            if head == "hill":
                return f"(1 / (1 + ({parts[1]} / {parts[0]}) ** {parts[2]}))"
            return f"({parts[0]} {head} {parts[1]})"

        rows = ", ".join(text(i) for i in self.program["system"]["rates"])
        space: dict[str, Any] = {}
        exec(f"def rates(t, y, p):\n    return [{rows}]", space)
        return space["rates"]


class RoadRunner:
    """libRoadRunner's CVODE, one parameter set after the other; compiled once."""

    name = "libRoadRunner, CVODE"

    def __init__(self, moving: Moving, read: Sequence[str], rtol: float) -> None:
        import roadrunner

        roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
        self.runner: Any = roadrunner.RoadRunner(moving.sbml())
        self.runner.timeCourseSelections = [f"[{name}]" for name in read]
        self.runner.integrator.relative_tolerance = rtol
        self.runner.integrator.absolute_tolerance = rtol * 1e-4
        self.moving = moving
        own = list(self.runner.model.getGlobalParameterIds())
        self.order = [own.index(name) for name in moving.values]

    def __call__(self, sets: Array, times: Array) -> Array:
        found = np.empty((len(sets), len(self.runner.timeCourseSelections), len(times)))
        start = self.moving.start
        for lane, values in enumerate(sets):
            self.runner.reset()
            self.runner.model.setGlobalParameterValues(self.order, values)
            self.runner.model.setFloatingSpeciesConcentrations(start)
            ran = self.runner.simulate(times[0], times[-1], len(times))
            found[lane] = np.asarray(ran).T
        return found


class Copasi:
    """COPASI's LSODA through basico, which sets values and hands out tables at some cost."""

    name = "COPASI through basico, LSODA"

    def __init__(self, moving: Moving, read: Sequence[str], rtol: float) -> None:
        import basico

        self.basico = basico
        self.model = basico.load_model_from_string(moving.sbml())
        self.moving, self.read, self.rtol = moving, list(read), rtol

    def __call__(self, sets: Array, times: Array) -> Array:
        basico, found = self.basico, np.empty((len(sets), len(self.read), len(times)))
        for lane, values in enumerate(sets):
            for name, value, default in zip(
                self.moving.values, values, self.moving.default, strict=True
            ):
                if value != default or lane:
                    basico.set_parameters(name, initial_value=float(value), exact=True)
            ran = basico.run_time_course(
                start_time=float(times[0]), duration=float(times[-1] - times[0]),
                intervals=len(times) - 1, r_tol=self.rtol, a_tol=self.rtol * 1e-4,
                update_model=False,
            )  # fmt: skip
            found[lane] = ran[self.read].to_numpy().T
        return found


class Plain:
    """scipy's `solve_ivp`, LSODA, on rates written in Python, without a Jacobian."""

    name = "scipy `solve_ivp`, LSODA"

    def __init__(self, moving: Moving, read: Sequence[str], rtol: float) -> None:
        self.rates = moving.python()
        self.moving, self.rtol = moving, rtol
        self.rows = [moving.states.index(name) for name in read]

    def __call__(self, sets: Array, times: Array) -> Array:
        found = np.empty((len(sets), len(self.rows), len(times)))
        for lane, values in enumerate(sets):
            ran = solve_ivp(
                self.rates, (times[0], times[-1]), self.moving.start, "LSODA", times,
                args=(values.tolist(),), rtol=self.rtol, atol=self.rtol * 1e-4,
            )  # fmt: skip
            found[lane] = ran.y[self.rows]
        return found
