"""What a model is: species, parameters, reactions, outputs and choices; data that prints itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["measured", "recalled", "design", "unknown"]
Language = Literal["en", "zh"]

MARKS: Mapping[str, str] = {"measured": "●", "recalled": "◐", "design": "◌", "unknown": "?"}


@dataclass(frozen=True)
class Words:
    """A text in English and Chinese; ``words("zh")`` gives one of them."""

    en: str = ""
    zh: str = ""

    def __call__(self, lang: Language = "en") -> str:
        return self.zh if lang == "zh" else self.en


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
    """A number that may be set: a total, a count on a cell, or a constant.

    Attributes
    ----------
    value : float
        Under the default choices, in `unit`.
    unit : str
        The model's unit: ``"nM"``, ``"1/cell"`` or ``"1"``.
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
    role: Literal["total", "count", "parameter"]
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
class Output:
    """A number derived from the solution by a formula."""

    id: str
    formula: str
    unit: str
    label: Words
    note: Words = field(default_factory=Words)


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
    """A fluid (nM) or a membrane (molecules per cell), and the fluid it sees."""

    id: str
    unit: str
    label: Words
    sees: str = ""


@dataclass(frozen=True, eq=False)
class Model:
    """A kinetic model: data only. Get one with :func:`il6widgets.load`.

    Attributes
    ----------
    species : Mapping[str, Species]
    parameters : Mapping[str, Parameter]
        Totals, counts and constants by name.
    reactions : tuple of Reaction
    outputs : Mapping[str, Output]
    choices : Mapping[str, Choice]
    chosen : Mapping[str, str]
        Options that were fixed when the model was loaded, the defaults otherwise.
    references : Mapping[str, Reference]
    hash : str
        First 12 hex digits of the SHA-256 of the file.

    Examples
    --------
    >>> import il6widgets as il6
    >>> m = il6.load("receptor")
    >>> m.parameters["Kd_IL6R"].value, m.parameters["Kd_IL6R"].unit
    (5.5, 'nM')
    """

    id: str
    kind: Literal["equilibrium"]
    organism: str
    title: Words
    about: Words
    compartments: Mapping[str, Compartment]
    species: Mapping[str, Species]
    parameters: Mapping[str, Parameter]
    reactions: tuple[Reaction, ...]
    outputs: Mapping[str, Output]
    choices: Mapping[str, Choice]
    chosen: Mapping[str, str]
    references: Mapping[str, Reference]
    hash: str
    file: str

    def __repr__(self) -> str:
        chosen = "".join(f", {k}={v!r}" for k, v in self.chosen.items())
        return f"<Model {self.id!r}{chosen}>"

    def __str__(self) -> str:
        from .printing import describe

        return describe(self)
