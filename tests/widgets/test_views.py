"""Views as Python sees them: thin, composed, with the code carried once."""

from __future__ import annotations

from typing import Any

import bqplot
import ipywidgets
import pytest
from ipywidgets.widgets.widget import _instances

import il6widgets as il6
from il6widgets.widgets.experiment import STATIC
from il6widgets.widgets.views import View


def tree(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """A widget and everything in it, depth first."""
    inside = [part for child in getattr(widget, "children", ()) for part in tree(child)]
    return [widget, *inside]


def views(widget: ipywidgets.Widget) -> list[View]:
    return [part for part in tree(widget) if isinstance(part, View)]


@pytest.fixture
def x() -> il6.Experiment:
    return il6.Experiment("receptor")


def test_the_explorer_is_controls_scene_and_dose_response_of_one_experiment(
    x: il6.Experiment,
) -> None:
    explorer = il6.explore(x)
    assert [view.get_state("kind")["kind"] for view in views(explorer)] == [
        "controls",
        "receptor_binding",
        "dose_response",
    ]
    assert [view.experiment for view in views(explorer)] == [x, x, x]
    figures = [part for part in tree(explorer) if isinstance(part, bqplot.Figure)]
    assert len(figures) == 1


def test_explore_makes_the_experiment_of_a_model() -> None:
    explorer = il6.explore("receptor", lang="zh")
    (x,) = {view.experiment for view in views(explorer)}
    assert repr(x) == "Experiment('receptor')"
    assert x.lang == "zh"


def test_the_language_of_a_view_is_that_of_its_experiment(x: il6.Experiment) -> None:
    il6.ReceptorBinding(x, lang="zh")
    assert x.lang == "zh"
    il6.Controls(x)
    assert x.lang == "zh"
    il6.DoseResponse(x, lang="en")
    assert x.lang == "en"


def test_an_experiment_shows_itself_as_its_explorer(x: il6.Experiment) -> None:
    shown = x._repr_mimebundle_()
    bundle: dict[str, Any] = shown[0] if isinstance(shown, tuple) else shown
    model = bundle["application/vnd.jupyter.widget-view+json"]["model_id"]
    explorer = _instances[model]
    assert [view.experiment for view in views(explorer)] == [x, x, x]


def test_only_the_experiment_carries_the_bundle(x: il6.Experiment) -> None:
    bundle = (STATIC / "experiment.js").read_text("utf-8")
    assert str(x._esm) == bundle
    for view in views(il6.explore(x)):
        assert len(str(view._esm)) < 0.03 * len(bundle)


@pytest.mark.parametrize("make", [il6.Controls, il6.ReceptorBinding, il6.DoseResponse])
def test_repr_names_the_experiment_and_is_the_same_every_time(make: Any) -> None:
    assert repr(make(il6.Experiment("receptor"))) == f"{make.__name__}(Experiment('receptor'))"


def test_a_dose_response_says_what_it_reads_and_over_what(x: il6.Experiment) -> None:
    d = il6.DoseResponse(x, "sIL6R", read=["trans"], over=("5.5 ng/mL", "5.5 ug/mL"), band=True)
    assert (d.frame.dose, d.frame.read, d.frame.band) == ("sIL6R", ["trans"], True)
    # 55 kDa: 1 nM is 55 ng/mL
    assert (d.frame.low, d.frame.high) == pytest.approx((0.1, 100), rel=1e-12)
    assert len(d.frame.parts) == len(d.frame.marks)
    assert "curve:trans" in d.frame.parts
    assert "curve:classic" not in d.frame.parts


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        (("1 nM", "1 pM"), "is no range of doses"),
        ((0, 1), "is no range of doses"),
        (("1 min", "1 nM"), "over of IL6: '1 min' has the wrong dimension"),
    ],
)
def test_a_range_that_is_none_is_refused(x: il6.Experiment, over: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        il6.DoseResponse(x, over=over)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"dose": "IL_6"}, "no value 'IL_6'; did you mean 'IL6'"),
        ({"dose": "cell"}, "no value 'cell'"),
        ({"read": ["hexamers"]}, "'hexamers'; did you mean 'hexamer'"),
    ],
)
def test_a_name_that_the_model_does_not_have_is_refused(
    x: il6.Experiment, arguments: Any, sentence: str
) -> None:
    with pytest.raises(il6.UnknownName, match=sentence):
        il6.DoseResponse(x, **arguments)


def test_a_view_wants_an_experiment() -> None:
    with pytest.raises(Exception, match="Experiment"):
        il6.Controls("receptor")  # pyright: ignore[reportArgumentType]


def test_marks_of_ones_own_can_be_added(x: il6.Experiment) -> None:
    d = il6.DoseResponse(x)
    before = len(d.figure.marks)
    scales = {"x": d.figure.axes[0].scale, "y": d.figure.axes[1].scale}
    d.figure.marks = [*d.figure.marks, bqplot.Scatter(x=[1.0], y=[900.0], scales=scales)]
    assert len(d.figure.marks) == before + 1


@pytest.fixture
def timed() -> il6.Experiment:
    return il6.Experiment("signalling", IL6="40 ng/mL")


def test_a_model_in_time_has_a_course_where_an_equilibrium_has_a_scene(timed: Any, x: Any) -> None:
    assert [type(v).__name__ for v in views(il6.explore(timed))] == [
        "Controls",
        "TimeFrame",
        "DoseFrame",
    ]
    with pytest.raises(il6.InputError, match="no course in time; use DoseResponse"):
        il6.TimeCourse(x)


def test_what_is_read_suits_the_model_unless_it_is_named(timed: Any, x: Any) -> None:
    assert il6.DoseResponse(x).frame.read == ["hexamer", "classic", "mixed", "trans"]
    assert il6.DoseResponse(timed).frame.read == ["pSTAT3", "SOCS3"]
    assert il6.TimeCourse(timed, read=["pSTAT3_fraction"]).frame.read == ["pSTAT3_fraction"]


def test_read_outs_of_two_units_do_not_share_an_axis(timed: Any) -> None:
    with pytest.raises(il6.InputError, match="are in nM, 1; give read-outs of one unit"):
        il6.TimeCourse(timed, read=["pSTAT3", "pSTAT3_fraction"])
    with pytest.raises(il6.InputError, match="read names nothing"):
        il6.TimeCourse(timed, read=[])


def test_the_scene_of_an_equilibrium_is_its_own(timed: Any) -> None:
    with pytest.raises(il6.InputError, match="no receptor scene"):
        il6.ReceptorBinding(timed)
