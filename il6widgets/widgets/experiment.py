"""The experiment: a model and its inputs, live in the browser and readable in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import anywidget
import ipywidgets
import numpy as np
import pandas as pd
import traitlets

from ..kinetics.dosing import again, listed
from ..kinetics.equilibrium import equilibrium
from ..kinetics.errors import InputError
from ..kinetics.model import Model
from ..kinetics.program import compile
from ..kinetics.reading import load
from ..kinetics.schedule import times
from ..kinetics.solve import solve
from ..kinetics.units import convert
from . import link
from .inputs import Inputs, inputs_class

STATIC = Path(__file__).parent / "static"


class Experiment(anywidget.AnyWidget):
    """A model and its inputs. The browser solves it on every change; Python computes the same.

    Parameters
    ----------
    model
        A name from :func:`il6widgets.catalogue`, a path to a model file, or a loaded model.
    lang
        ``"en"`` or ``"zh"``; by default the language of the page.
    **inputs
        Where to begin: ``IL6="40 ng/mL"``, ``cell="monocyte"``.

    Attributes
    ----------
    inputs : Inputs
        One trait for each value and choice, set from either side.
    end, at : float
        Of a model in time: how long a run is, and when all views read it, in its unit.
    doses : list of dict
        Of a model with a drug: set it to :func:`il6widgets.doses`, read every single dose.

    Examples
    --------
    >>> import il6widgets as il6
    >>> x = il6.Experiment("receptor")
    >>> x.inputs.IL6 = "40 ng/mL"
    >>> round(x.inputs.IL6, 3)  # nM
    1.905
    >>> round(float(x.result()["hexamer"]))
    2524
    """

    _esm = STATIC / "experiment.js"

    program = traitlets.Dict().tag(sync=True)
    inputs = traitlets.Instance(Inputs).tag(sync=True, **ipywidgets.widget_serialization)
    key = traitlets.Unicode(help="What its views find it by").tag(sync=True)
    lang = traitlets.Enum(["", "en", "zh"], "").tag(sync=True)
    opening = traitlets.Dict(help="The inputs that reset goes back to").tag(sync=True)
    end = traitlets.Float(help="How long a run is").tag(sync=True)
    at = traitlets.Float(help="When the views read it").tag(sync=True)
    doses = traitlets.Any(help="Doses of the drug, one dict each").tag(sync=True)

    def __init__(
        self, model: str | Path | Model = "receptor", *, lang: str = "", **inputs: Any
    ) -> None:
        self.model = model if isinstance(model, Model) else load(model)
        held = inputs_class(self.model)()
        for name, value in inputs.items():
            setattr(held, name, value)
        key = uuid4().hex  # known before the model opens, so that it is there when views ask for it
        super().__init__(
            program=compile(self.model),
            inputs=held,
            opening={**held.choices(), **held.values()},
            lang=lang,
            key=key,
            model_id=key,
            doses=[],
            **self._clock(),
        )

    @traitlets.validate("end", "at")
    def _timed(self, proposal: Any) -> float:
        name, given = proposal["trait"].name, float(proposal["value"])
        if not self.model.time:
            if given:
                raise InputError(
                    f"{self.model.id} is an equilibrium, which has no time; leave {name}"
                )
        elif not (0 <= given < float("inf") and (given or name == "at")):
            unit = self.model.time.unit
            raise InputError(f"{name} is {given:g}; give a time above 0, in {unit}")
        return given

    @traitlets.validate("doses")
    def _dosed(self, proposal: Any) -> list[dict[str, Any]]:
        return listed(self.model, proposal["value"])

    def result(self, t: Any = None) -> Any:
        """Solve for the inputs as they are, in Python.

        Parameters
        ----------
        t
            Times of a model in time; 181 of them over the length of the run if not given, and the
            time at which the views read it.

        Returns
        -------
        Equilibrium or Solution
            The same numbers that the browser shows.
        """
        changes = {**self.inputs.choices(), **self.inputs.values()}
        if not self.model.time:
            return equilibrium(self.model, changes=changes)
        if t is None:
            t = np.union1d(np.linspace(0, self.end, 181), [min(self.at, self.end)])
        at = times(self.model, t, "t")
        given = again([dose for dose in self.doses if dose["time"] <= np.max(at)])
        return solve(self.model, at, changes=changes, doses=given or None)

    def parameters(self, lang: Literal["en", "zh"] = "en") -> pd.DataFrame:
        """Return the inputs as a table: how much, in which unit, how well known and from where.

        Parameters
        ----------
        lang
            Of the labels.

        Returns
        -------
        pandas.DataFrame
            A row an input, by its id, with ``label``, ``value``, ``unit``, ``status`` and
            ``sources``; a number that was set by hand has no source.

        Examples
        --------
        >>> import il6widgets as il6
        >>> x = il6.Experiment("receptor", IL6="40 ng/mL")
        >>> x.parameters().loc["IL6", ["unit", "status"]].to_list()
        ['nM', 'set by hand']
        """
        rows = {}
        for key, value in self.inputs.values().items():
            p = self.model.parameters[key]
            moved = value != p.value
            sources = "; ".join(self.model.references[one].text for one in p.source)
            rows[key] = {
                "label": p.label(lang),
                "value": value,
                "unit": p.unit,
                "status": "set by hand" if moved else p.status,
                "sources": "" if moved else sources,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("id")

    def reset(self) -> None:
        """Put every input back to where the experiment began."""
        with self.inputs.hold_sync():
            for key, value in self.opening.items():  # choices first: they load values
                setattr(self.inputs, key, value)
            self.inputs.units = {}

    def code(self) -> str:
        """Return Python that makes this experiment with these inputs.

        Examples
        --------
        >>> import il6widgets as il6
        >>> print(il6.Experiment("receptor", IL6="40 ng/mL").code())
        import il6widgets as il6
        x = il6.Experiment('receptor')
        x.inputs.IL6 = '40 ng/mL'
        """
        lines = ["import il6widgets as il6", f"x = il6.Experiment({self.model.id!r})"]
        expected = {key: p.value for key, p in self.model.parameters.items()}
        for key, option in self.inputs.choices().items():
            if option != self.model.chosen[key]:
                lines.append(f"x.inputs.{key} = {option!r}")
                expected |= self.model.choices[key].options[option].values
        for key, value in self.inputs.values().items():
            if value != expected[key]:
                lines.append(f"x.inputs.{key} = {self._written(key, value)}")
        if self.doses:
            lines.append(f"x.doses = {self.doses!r}")
        return "\n".join(lines)

    def link(self, page: str = "") -> str:
        """Return a link to this state: choices and what differs, checked when it is read.

        Parameters
        ----------
        page
            Address of a page with this experiment; without it the text behind the ``#`` alone.

        Raises
        ------
        InputError
            When more was changed than 2,000 characters hold.

        Examples
        --------
        >>> import il6widgets as il6
        >>> il6.Experiment("receptor", IL6="40 ng/mL").link("https://example.org/page.html")
        'https://example.org/page.html#il6=1;receptor;set=buffer;cell=hepatocyte;fluid=storm;IL6=40ng/mL'
        """
        clock = {"at": self.at, "end": self.end} if self.model.time else {}
        now = link.State(
            self.inputs.choices(), self.inputs.values(), dict(self.inputs.units), clock
        )
        text = link.write(self.model, now, self._clock())
        return f"{page.split('#', 1)[0]}#{text}"

    def follow(self, text: str) -> None:
        """Put the experiment into the state of a link; a bad one changes nothing.

        Parameters
        ----------
        text
            What :meth:`link` returned.

        Raises
        ------
        InputError
            Naming what is wrong with it.
        """
        state = link.read(self.model, text)
        with self.inputs.hold_sync(), self.hold_sync():
            for key, value in {**state.choices, **state.values}.items():  # choices load values
                setattr(self.inputs, key, value)
            self.inputs.units = state.units
            for key, time in {**self._clock(), **state.clock}.items():
                setattr(self, key, time)

    def _clock(self) -> dict[str, float]:
        """Return where the clock stands by itself: a sixth, where a run is still on its way."""
        time = self.model.time
        return {"at": time.end / 6, "end": time.end} if time else {}

    def _written(self, key: str, value: float) -> str:
        """Write a value in the unit it is shown in, where reading it back gives the same number."""
        p = self.model.parameters[key]
        unit = self.inputs.units.get(key, p.shown)
        if unit != p.unit or key in self.inputs.units:
            shown = convert(value, p.unit, unit, molar_mass=p.molar_mass)
            for digits in (6, 15, 17):
                text = f"{shown:.{digits}g}"
                if convert(float(text), unit, p.unit, molar_mass=p.molar_mass) == value:
                    return repr(f"{text} {unit}")
        return repr(value)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show an experiment as its explorer."""
        from .explore import explore

        return explore(self)._repr_mimebundle_(**kwargs)

    def __repr__(self) -> str:
        return f"Experiment({self.model.id!r})"
