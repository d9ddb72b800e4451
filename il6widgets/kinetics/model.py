"""What a model is: species, parameters, reactions, outputs and choices; data that prints itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .layout import Layout

Status = Literal["measured", "recalled", "design", "unknown"]
Language = Literal["en", "zh"]
Kind = Literal["equilibrium", "ode", "coupled"]

MARKS: Mapping[str, str] = {"measured": "●", "recalled": "◐", "design": "◌", "unknown": "?"}


@dataclass(frozen=True)
class Words:
    """A text in English and Chinese; ``words("zh")`` gives one of them."""

    en: str = ""
    zh: str = ""

    def __call__(self, lang: Language = "en") -> str:
        return self.zh if lang == "zh" else self.en

    def both(self) -> dict[str, str]:
        """Return the text as a program carries it."""
        return {"en": self.en, "zh": self.zh}


@dataclass(frozen=True)
class Reference:
    """A source: one line of text, and its DOI or PMID where one exists."""

    key: str
    text: str
    doi: str = ""
    pmid: str = ""
    note: str = ""


@dataclass(frozen=True)
class Parameter:
    """A number that may be set.

    Attributes
    ----------
    role : str
        What it is: the ``"total"`` of a fluid species, the ``"count"`` of a receptor on a cell,
        the ``"start"`` of a state, an ``"input"`` held from outside, or a ``"parameter"``.
    value : float
        Under the default choices, in `unit`.
    unit : str
        The model's unit: ``"nM"``, ``"1/cell"``, ``"1"``, ``"1/min"``, …
    range : tuple of float
        Usable range, in `unit`.
    source : tuple of str
        Keys of the model's references.
    status : str
        ``"measured"``, ``"recalled"``, ``"design"`` (a guess, chosen here) or ``"unknown"``.
    open : tuple of float or None
        The interval that the literature leaves open.
    """

    id: str
    role: Literal["total", "count", "start", "input", "parameter"]
    value: float
    unit: str
    range: tuple[float, float]
    status: Status
    source: tuple[str, ...]
    label: Words
    note: Words = field(default_factory=Words)
    open: tuple[float, float] | None = None
    allowed: tuple[float, ...] | None = None
    molar_mass: float | None = None
    shown: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Species:
    """A molecule or complex: where it is, and what it is called."""

    id: str
    compartment: str
    unit: str
    label: Words
    note: Words = field(default_factory=Words)
    source: tuple[str, ...] = ()
    molar_mass: float | None = None


@dataclass(frozen=True)
class Reaction:
    """Two species that bind, and the Kd formula of the complex."""

    left: tuple[str, str]
    product: str
    kd: str
    source: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.left[0]} + {self.left[1]} <-> {self.product}"


@dataclass(frozen=True)
class Process:
    """Species that turn into others at a rate: ``STAT3 -> pSTAT3``.

    Attributes
    ----------
    left, right : tuple of (species, coefficient)
        What one turn of the process uses up, and what it makes.
    rate : str
        A formula: amount per volume of `compartment` and time.
    compartment : str
        Where the rate is counted; a species elsewhere changes by the ratio of the volumes.
    """

    id: str
    left: tuple[tuple[str, float], ...]
    right: tuple[tuple[str, float], ...]
    rate: str
    compartment: str
    unit: str
    label: Words
    note: Words = field(default_factory=Words)
    source: tuple[str, ...] = ()

    def __str__(self) -> str:
        def side(terms: tuple[tuple[str, float], ...]) -> str:
            return " + ".join(name if n == 1 else f"{n:g} {name}" for name, n in terms)

        return f"{side(self.left)} -> {side(self.right)}".strip()


@dataclass(frozen=True)
class Output:
    """A number derived from the solution by a formula.

    Attributes
    ----------
    rule : bool
        It may also stand in rates.
    drives : str
        The input of another model that it takes the place of.
    """

    id: str
    formula: str
    unit: str
    label: Words
    note: Words = field(default_factory=Words)
    rule: bool = False
    drives: str = ""


@dataclass(frozen=True)
class Fact:
    """What is known of a value under one option of a choice."""

    status: Status
    source: tuple[str, ...]
    note: Words | None = None


@dataclass(frozen=True)
class Option:
    """One option of a choice: the values it sets, in the model's units."""

    id: str
    label: Words
    note: Words
    values: Mapping[str, float]
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Choice:
    """A named alternative: parameter set, cell, fluid."""

    id: str
    label: Words
    default: str
    options: Mapping[str, Option]


@dataclass(frozen=True)
class Compartment:
    """A place: its unit, the fluid that a membrane sees, and its volume where species cross.

    Attributes
    ----------
    volume : str
        A formula of parameters; only ratios of volumes matter.
    """

    id: str
    unit: str
    label: Words
    sees: str = ""
    volume: str = ""


@dataclass(frozen=True)
class Time:
    """The unit of time of a model, and how long a run usually is, in it."""

    unit: str
    end: float


@dataclass(frozen=True, eq=False)
class Model:
    """A kinetic model: data only. Get one with :func:`il6widgets.load`.

    Attributes
    ----------
    kind : str
        ``"equilibrium"``, ``"ode"``, or ``"coupled"``: an equilibrium that drives an ode.
    species : Mapping[str, Species]
    parameters : Mapping[str, Parameter]
        Totals, counts, starts, inputs and constants by name.
    reactions : tuple of Reaction
        What binds; a model of kind ode has none.
    processes : tuple of Process
        What changes in time; a model of kind equilibrium has none.
    outputs : Mapping[str, Output]
        Rules first.
    time : Time or None
    usable : Words
        In which range of doses it may be believed.
    choices : Mapping[str, Choice]
    chosen : Mapping[str, str]
        Options that were fixed when the model was loaded, the defaults otherwise.
    references : Mapping[str, Reference]
    hash : str
        First 12 hex digits of the SHA-256 of the file.
    layout : Layout or None
        How it is drawn as a flow.
    dosing : Mapping[str, str]
        By route, the state that a dose is added to; ``infusion``, ``bioavailability`` and
        ``weight`` name the values that doses use.

    Examples
    --------
    >>> import il6widgets as il6
    >>> m = il6.load("receptor")
    >>> m.parameters["Kd_IL6R"].value, m.parameters["Kd_IL6R"].unit
    (5.5, 'nM')
    """

    id: str
    kind: Kind
    organism: str
    title: Words
    about: Words
    compartments: Mapping[str, Compartment]
    species: Mapping[str, Species]
    parameters: Mapping[str, Parameter]
    reactions: tuple[Reaction, ...]
    processes: tuple[Process, ...]
    outputs: Mapping[str, Output]
    choices: Mapping[str, Choice]
    chosen: Mapping[str, str]
    references: Mapping[str, Reference]
    hash: str
    file: str
    time: Time | None = None
    usable: Words = field(default_factory=Words)
    layout: Layout | None = None
    dosing: Mapping[str, str] = field(default_factory=dict)

    @property
    def states(self) -> tuple[str, ...]:
        """Names of what the processes change, in the order of the file."""
        return tuple(key for key, p in self.parameters.items() if p.role == "start")

    def __repr__(self) -> str:
        chosen = "".join(f", {k}={v!r}" for k, v in self.chosen.items())
        return f"<Model {self.id!r}{chosen}>"

    def __str__(self) -> str:
        from .printing import describe

        return describe(self)
