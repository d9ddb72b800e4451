"""Pages with widgets that are not ours: which host they get, what they carry, what they refuse."""

from __future__ import annotations

import json
import re

import anywidget
import ipywidgets as w
import pytest
from bqplot.figure import Figure
from bqplot.marks import Lines

import il6widgets as il6
from il6widgets.publish.jupyter import foreign, state_of


def test_only_what_is_not_ours_asks_for_the_host_of_ipywidgets():
    x = il6.Experiment("receptor")
    chart = il6.DoseResponse(x)
    assert not foreign([w.VBox([il6.Controls(x), w.HBox([chart, il6.DiseaseLadder()])])])
    assert not foreign([il6.explore(x), il6.Checkpoint("02.pull", il6.Buffer(x)), il6.Storm()])
    assert foreign([w.VBox([w.IntSlider()])])
    assert foreign([w.Tab([il6.Controls(x)])])  # our own host has no tabs
    line = Lines(x=[1.0, 2.0], y=[1.0, 2.0], scales=chart.figure.marks[0].scales)
    chart.figure.marks = [*chart.figure.marks, line]
    assert foreign([chart])


def test_ids_are_counted_and_code_is_not_carried_twice():
    x = il6.Experiment("receptor")
    slider = w.FloatSlider()
    w.jslink((slider, "value"), (x.inputs, "IL6"))
    saved = state_of([w.VBox([slider, il6.Controls(x)])], "zh")
    text = json.dumps(saved)
    assert re.search(r"\b[0-9a-f]{32}\b", text) is None
    assert "_esm" not in text
    assert [one["model_name"] for one in saved["state"].values()].count("LinkModel") == 1
    programs = [one["state"] for one in saved["state"].values() if "program" in one["state"]]
    assert [p["lang"] for p in programs] == ["zh"]
    references = set(re.findall(r"IPY_MODEL_(\w+)", text))
    assert references <= set(saved["state"])


class Stranger(anywidget.AnyWidget):
    """Somebody else's anywidget."""

    _esm = "export default {}"


@pytest.mark.parametrize(
    ("widget", "told"),
    [(w.Output(), "Output, whose code is in @jupyter-widgets/output"), (Stranger(), "Stranger")],
)
def test_a_widget_whose_code_is_not_there_is_named(widget: w.Widget, told: str):
    with pytest.raises(TypeError, match=told):
        il6.to_html(w.VBox([widget, w.IntSlider()]), title="No")


def test_a_page_without_a_model_asks_for_its_title():
    with pytest.raises(TypeError, match="give it a title"):
        il6.to_html(w.IntSlider())


def test_nothing_that_is_carried_names_a_network_of_its_packages():
    page = il6.to_html(w.VBox([w.IntSlider(), Figure()]), title="Figure")
    for host in ("unpkg", "jsdelivr", "cdnjs", "googleapis", "esm.sh", "skypack"):
        assert host not in page
