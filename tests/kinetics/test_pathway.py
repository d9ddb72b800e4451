"""The coupled model: the drive, what it does, and that names mean what they say."""

from typing import Any

import numpy as np
import pytest

import il6widgets as il6

PATHWAY = il6.load("pathway")
RECEPTOR = il6.load("receptor")
SIGNALLING = il6.load("signalling")
T = np.linspace(0, 180, 361)


@pytest.mark.parametrize(
    ("constants", "drive", "peak"), [("buffer", 18.7, 11.5), ("weak", 28.3, 13.5)]
)
def test_the_coupled_drive_is_far_above_the_direct_one(constants, drive, peak):
    # Worked out before from both models: 460 pg/mL of IL-6, as in ARDS, on a hepatocyte.
    sol = il6.solve(PATHWAY, T, IL6="460 pg/mL", set=constants, cell="hepatocyte")
    assert sol["drive"][0] == pytest.approx(drive, rel=5e-3)
    assert sol.peak("pSTAT3").value == pytest.approx(peak, rel=5e-3)
    assert sol["direct"][0] == pytest.approx(0.46, rel=1e-6)
    direct = il6.solve(SIGNALLING, T, IL6="460 pg/mL").peak("pSTAT3").value
    assert direct == pytest.approx(1.5, abs=0.05)


def test_the_reference_is_a_saturated_hepatocyte():
    full = il6.equilibrium(RECEPTOR, cell="hepatocyte", IL6=1e4, sIL6R=0, sgp130=0)
    assert PATHWAY.parameters["hexamers_at_40"].value == pytest.approx(full["hexamer"], rel=1e-4)


def test_it_is_the_signalling_model_under_its_drive():
    given: dict[str, Any] = dict(cell="CD4_T", set="weak", fluid="joint")
    coupled = il6.solve(PATHWAY, T, rtol=1e-8, **given)
    bound = il6.equilibrium(RECEPTOR, **given)
    drive = 40 * bound["hexamer"] / PATHWAY.parameters["hexamers_at_40"].value
    assert coupled["drive"] == pytest.approx(float(drive), rel=1e-12)
    alone = il6.solve(SIGNALLING, T, rtol=1e-8, IL6=float(drive))
    for name in ("pSTAT3", "SOCS3", "fibrinogen_mRNA_fold"):
        assert coupled[name] == pytest.approx(alone[name], rel=1e-6), name
    # A name that is read is the free species, in the fluid of the receptor model.
    assert coupled["IL6"][0] == pytest.approx(float(bound["IL6"]), rel=1e-12)


def test_an_antibody_given_later_takes_the_signal_away():
    given: dict[str, Any] = dict(IL6="10 ng/mL", cell="hepatocyte")
    late = il6.pulse("100 ug/mL", start=60)
    treated, untreated = (il6.solve(PATHWAY, T, tocilizumab=d, **given) for d in (late, 0))
    before, after = treated["drive"][T < 60], treated["drive"][T >= 60]
    assert np.ptp(before) == 0
    assert after.max() < 0.1 * before[0]
    assert treated["pSTAT3"][-1] < 0.6 * untreated["pSTAT3"][-1]
    assert treated["pSTAT3"][T < 60] == pytest.approx(untreated["pSTAT3"][T < 60], rel=1e-5)


def test_many_cells_at_once():
    sol = il6.solve(PATHWAY, [0, 30], IL6=np.geomspace(1e-3, 1, 40), cell="hepatocyte")
    assert sol["pSTAT3"].shape == (40, 2)
    assert (np.diff(sol["pSTAT3"][:, 1]) > 0).all()


def test_the_drive_says_what_it_is():
    assert "drives IL6" in str(PATHWAY)
    assert "Design" in PATHWAY.outputs["drive"].note("en")
    assert "设计" in PATHWAY.outputs["drive"].note("zh")
