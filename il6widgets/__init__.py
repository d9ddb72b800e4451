"""Interactive widgets about interleukin-6 on a compact kinetics core.

``import il6widgets as il6`` loads numpy and nothing of Jupyter; widgets and units come when first
asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .kinetics.equilibrium import Equilibrium, equilibrium
from .kinetics.errors import InputError, ModelError, UnknownName
from .kinetics.model import Model
from .kinetics.reading import catalogue, load
from .kinetics.schedule import doses, pulse
from .kinetics.trajectories import SolveError

if TYPE_CHECKING:
    from .kinetics.antagonism import gaddum, schild
    from .kinetics.cohort import Population, cohort
    from .kinetics.combination import bliss, loewe, loewe_effect
    from .kinetics.distributions import lognormal, normal, uniform
    from .kinetics.dose_data import FitError
    from .kinetics.dose_response import DoseCurve, dose_response
    from .kinetics.fit import fit
    from .kinetics.measurement import what_to_measure
    from .kinetics.mechanism import MechanismFit, fit_mechanism
    from .kinetics.relative import relative_potency
    from .kinetics.sensitivity import sensitivity, sobol
    from .kinetics.solution import Solution
    from .kinetics.solve import solve
    from .kinetics.trial import trial
    from .publish.html import to_html
    from .widgets.biomarker import Biomarker
    from .widgets.buffer import Buffer
    from .widgets.cell_panel import CellPanel
    from .widgets.checkpoint import Checkpoint
    from .widgets.cohort import Cohort
    from .widgets.disease_ladder import DiseaseLadder
    from .widgets.dose_response import DoseResponse
    from .widgets.evidence_map import EvidenceMap
    from .widgets.experiment import Experiment
    from .widgets.explore import explore
    from .widgets.mendelian_card import MendelianCard
    from .widgets.pathway_flow import PathwayFlow
    from .widgets.storm import Storm
    from .widgets.time_course import TimeCourse
    from .widgets.treatment_course import TreatmentCourse
    from .widgets.unit_converter import UnitConverter
    from .widgets.variant_designer import VariantDesigner
    from .widgets.views import Controls, ReceptorBinding
    from .widgets.where_to_block import WhereToBlock

_LATER = {
    "Biomarker": "widgets.biomarker",
    "Buffer": "widgets.buffer",
    "CellPanel": "widgets.cell_panel",
    "Checkpoint": "widgets.checkpoint",
    "Cohort": "widgets.cohort",
    "Controls": "widgets.views",
    "DiseaseLadder": "widgets.disease_ladder",
    "DoseCurve": "kinetics.dose_response",
    "DoseResponse": "widgets.dose_response",
    "EvidenceMap": "widgets.evidence_map",
    "Experiment": "widgets.experiment",
    "FitError": "kinetics.dose_data",
    "MechanismFit": "kinetics.mechanism",
    "MendelianCard": "widgets.mendelian_card",
    "PathwayFlow": "widgets.pathway_flow",
    "Population": "kinetics.cohort",
    "ReceptorBinding": "widgets.views",
    "Solution": "kinetics.solution",
    "Storm": "widgets.storm",
    "TimeCourse": "widgets.time_course",
    "TreatmentCourse": "widgets.treatment_course",
    "UnitConverter": "widgets.unit_converter",
    "VariantDesigner": "widgets.variant_designer",
    "WhereToBlock": "widgets.where_to_block",
    "bliss": "kinetics.combination",
    "cohort": "kinetics.cohort",
    "dose_response": "kinetics.dose_response",
    "explore": "widgets.explore",
    "fit": "kinetics.fit",
    "fit_mechanism": "kinetics.mechanism",
    "gaddum": "kinetics.antagonism",
    "loewe": "kinetics.combination",
    "loewe_effect": "kinetics.combination",
    "lognormal": "kinetics.distributions",
    "normal": "kinetics.distributions",
    "relative_potency": "kinetics.relative",
    "schild": "kinetics.antagonism",
    "sensitivity": "kinetics.sensitivity",
    "sobol": "kinetics.sensitivity",
    "solve": "kinetics.solve",
    "to_html": "publish.html",
    "trial": "kinetics.trial",
    "uniform": "kinetics.distributions",
    "what_to_measure": "kinetics.measurement",
}

__all__ = [
    "Biomarker",
    "Buffer",
    "CellPanel",
    "Checkpoint",
    "Cohort",
    "Controls",
    "DiseaseLadder",
    "DoseCurve",
    "DoseResponse",
    "Equilibrium",
    "EvidenceMap",
    "Experiment",
    "FitError",
    "InputError",
    "MechanismFit",
    "MendelianCard",
    "Model",
    "ModelError",
    "PathwayFlow",
    "Population",
    "ReceptorBinding",
    "Solution",
    "SolveError",
    "Storm",
    "TimeCourse",
    "TreatmentCourse",
    "UnitConverter",
    "UnknownName",
    "VariantDesigner",
    "WhereToBlock",
    "bliss",
    "catalogue",
    "cohort",
    "dose_response",
    "doses",
    "equilibrium",
    "explore",
    "fit",
    "fit_mechanism",
    "gaddum",
    "load",
    "loewe",
    "loewe_effect",
    "lognormal",
    "normal",
    "pulse",
    "relative_potency",
    "schild",
    "sensitivity",
    "sobol",
    "solve",
    "to_html",
    "trial",
    "uniform",
    "what_to_measure",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("il6widgets")
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
