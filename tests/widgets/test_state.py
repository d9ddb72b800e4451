"""What a saved notebook carries of an explorer: what makes it live, once, and not much of it."""

from __future__ import annotations

import json

import ipywidgets
import pytest
from ipywidgets.embed import dependency_state

import il6widgets as il6

MOST = 300_000  # bytes of saved state, code included


def size(*shown: ipywidgets.Widget) -> int:
    """Bytes of the saved state as a notebook file holds it."""
    state = dependency_state(list(shown), drop_defaults=False)
    return len(json.dumps(state, ensure_ascii=False).encode())


@pytest.mark.parametrize("model", ["receptor", "signalling", "pathway", "patient", "storm"])
def test_an_explorer_is_saved_with_its_code_in_300_kB(model: str) -> None:
    explorer = il6.explore(model)
    state = dependency_state(explorer, drop_defaults=False)
    codes = [s["state"]["_esm"] for s in state.values() if "_esm" in s["state"]]
    assert sum(len(code) > 50_000 for code in codes) == 1
    assert len(json.dumps(state, ensure_ascii=False).encode()) <= MOST


def test_a_view_more_does_not_carry_the_code_again() -> None:
    x = il6.Experiment("receptor")
    one = il6.ReceptorBinding(x)
    assert size(one, il6.ReceptorBinding(x)) - size(one) < 4000


@pytest.mark.parametrize("make", [il6.Controls, il6.ReceptorBinding, il6.DoseResponse])
def test_a_view_alone_brings_its_experiment_and_inputs(make: type) -> None:
    x = il6.Experiment("receptor", IL6="40 ng/mL")
    state = dependency_state(make(x), drop_defaults=False)
    assert state[x.model_id or ""]["state"]["program"]["id"] == "receptor"
    assert state[x.inputs.model_id or ""]["state"]["IL6"] == x.inputs.IL6
    assert state[x.inputs.model_id or ""]["state"]["units"] == {"IL6": "ng/mL"}
