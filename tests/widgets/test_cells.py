"""CellPanel and Buffer: what they take and what they refuse."""

from __future__ import annotations

import pytest

import il6widgets as il6


def test_cells_are_kept_in_the_order_given() -> None:
    panel = il6.CellPanel(il6.Experiment("receptor"), cells=["monocyte", "hepatocyte"])
    assert panel.cells == ["monocyte", "hepatocyte"]


def test_an_unknown_cell_is_named_with_one_that_is() -> None:
    with pytest.raises(il6.UnknownName, match=r"no cell 'monocytes'.*monocyte"):
        il6.CellPanel(il6.Experiment("receptor"), cells=["monocytes"])


def test_a_model_without_cells_is_refused() -> None:
    with pytest.raises(il6.InputError, match=r"signalling has no cells .* 'receptor' or 'pathway'"):
        il6.CellPanel(il6.Experiment("signalling"))


def test_the_buffer_wants_a_model_that_buffers() -> None:
    with pytest.raises(il6.InputError, match=r"signalling has no buffer"):
        il6.Buffer(il6.Experiment("signalling"))
    assert il6.Buffer(il6.Experiment("receptor"), spliced=0.5).spliced == 0.5
