"""The patient model against labels, papers and a run of its equations written down again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

import il6widgets as il6

M = il6.load("patient")


def run(t: Any, **given: Any) -> il6.Solution:
    """A run of the patient."""
    return il6.solve(M, t, **given)


def window(sol: il6.Solution, after: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times and serum concentrations from a time on."""
    inside = sol.t >= after
    return sol.t[inside], sol["serum"][inside]


def test_tocilizumab_in_a_vein_reaches_its_label() -> None:
    t = np.arange(0, 12 * 28 + 1e-9, 0.05)
    dosed = il6.doses("8 mg/kg", every="28 d", count=12, route="iv", infusion="1 h")
    sol = run(t, drug="tocilizumab", doses=dosed, weight="70 kg", sex="female")
    days, serum = window(sol, 11 * 28)
    auc = np.trapezoid(serum, days) * 24
    # Frey 2010 run by others, 1 %; the label, 5 % and 10 %
    assert (auc, serum[-1], serum.max()) == pytest.approx((34979, 10.05, 169.6), rel=0.01)
    assert auc == pytest.approx(35000, rel=0.05)
    assert (serum[-1], serum.max()) == pytest.approx((9.74, 183), rel=0.1)


@pytest.mark.parametrize(
    ("every", "count", "top", "trough", "tolerance"),
    [
        (7, 24, 49.8, 43.0, 0.2),
        (14, 12, 13.2, 5.7, 0.35),
    ],  # label; 35 % for q2w, whose ka and F are recalled
)
def test_tocilizumab_under_the_skin_reaches_its_label(
    every: int, count: int, top: float, trough: float, tolerance: float
) -> None:
    t = np.arange(0, every * count + 1e-9, 0.05)
    sol = run(t, doses=il6.doses("162 mg", every=every, count=count, route="sc"))
    _, serum = window(sol, every * (count - 1))
    assert serum.max() == pytest.approx(top, rel=tolerance)
    assert serum[-1] == pytest.approx(trough, rel=0.2)


def test_sarilumab_and_siltuximab_reach_their_labels() -> None:
    t = np.arange(0, 14 * 12 + 1e-9, 0.05)
    sol = run(t, drug="sarilumab", doses=il6.doses("200 mg", every=14, count=12, route="sc"))
    days, serum = window(sol, 14 * 11)
    auc = np.trapezoid(serum, days)
    assert (auc, serum[-1], serum.max()) == pytest.approx((395, 16.5, 35.6), rel=0.1)
    t = np.arange(0, 21 * 12 + 1e-9, 0.05)
    dosed = il6.doses("11 mg/kg", every=21, count=12, route="iv", infusion="1 h")
    _, serum = window(run(t, drug="siltuximab", doses=dosed), 21 * 11)
    assert (serum[-1], serum.max()) == pytest.approx((84, 332), rel=0.02)  # fitted to these


@pytest.mark.parametrize(
    ("serum", "percent"), [(0.28, 60), (0.5, 73), (1, 85), (9.74, 98), (43, 99.6)]
)
def test_occupancy_of_one_site_is_that_of_the_literature(serum: float, percent: float) -> None:
    sol = run([0, 1e-6], central=3.5 * serum, sites=1)
    assert 100 * sol["occupancy"][0] == pytest.approx(percent, abs=2)  # points; Xu 2021


def test_occupancy_agrees_with_the_receptor_model_where_the_antibody_is_in_excess() -> None:
    serum = 9.74  # ug/mL
    patient = run([0, 1e-6], central=3.5 * serum)["occupancy"][0]
    bound = il6.equilibrium(il6.load("receptor"), tocilizumab=f"{serum} ug/mL", IL6=0)
    assert patient == pytest.approx(float(bound["occupancy"]), abs=0.01)


@pytest.mark.parametrize(
    ("half", "tenth"), [(19.0, 63.1), (29.1, 96.7)]
)  # h: Vigushin 1993, Li 2018
def test_crp_falls_with_its_half_life_once_nothing_is_heard(half: float, tenth: float) -> None:
    sol = run([0, half / 24, tenth / 24], CRP=100, mIL6R=0, CRP_halflife=half / 24)
    assert sol["CRP"][1:] == pytest.approx([50, 10], rel=0.005)


def test_soluble_receptor_accumulates_under_tocilizumab() -> None:
    t = np.arange(0, 24 * 7 + 1e-9, 0.5)
    weekly = il6.doses("162 mg", every=7, count=24, route="sc")
    assert run(t, doses=weekly)["sIL6R"][-1] == pytest.approx(670, rel=0.3)  # Zhang 2013
    # Every two weeks 387 +/- 194 ng/mL were measured; one site at the looser Kd of Mihara 2005
    # comes there, two sites at the default do not: which is right is open.
    other = il6.doses("162 mg", every=14, count=12, route="sc")
    loose = run(t, doses=other, sites=1, Kd_drug=2.54)["sIL6R"][-1]
    assert 387 - 194 < loose < 387 + 194
    assert run(t, doses=other)["sIL6R"][-1] > 387 + 194


@pytest.mark.parametrize("share", [0.8, 0.9, 0.95])
def test_free_il6_rises_as_its_receptor_is_taken(share: float) -> None:
    sol = run(
        [0, 5, 10], receptor_share=share,
        IL6_production=7.2, IL6_pool=5 / 21000, doses=il6.doses("2000 mg", route="iv"),
    )  # fmt: skip
    fold = sol["IL6"][1] / 5
    assert fold == pytest.approx(1 / (1 - share * sol["occupancy"][1]), rel=1e-3)
    assert 4 < fold < 20


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_358Ala_lowers_crp_though_it_raises_soluble_receptor(share: float) -> None:
    usual = run([0, 100], scenario="healthy", receptor_share=share)
    allele = dict(mIL6R=0.72, sIL6R_start=50 / 55 * 1.343)
    carrier = run([0, 100], scenario="healthy", receptor_share=share, **allele)
    assert carrier["sIL6R"][-1] > 1.3 * usual["sIL6R"][-1]
    assert carrier["IL6"][-1] > usual["IL6"][-1]
    assert carrier["CRP"][-1] < usual["CRP"][-1]  # the sign: IL6R Genetics 2012


def test_an_antibody_against_il6_holds_it_and_lowers_it_13_fold_not_75_000_fold() -> None:
    t = np.arange(0, 400.0)
    held = dict(drug="siltuximab", Vm=0, CL=0, Q=0, central=84 * 3.1)  # 84 ug/mL, kept
    sol = run(t, IL6_production=7.2, IL6_pool=5 / 21000, complex_loss=0.0813, **held)
    assert sol["IL6"][-1] == pytest.approx(0.38, rel=0.1)
    assert sol["IL6_total"][-1] > 1000 * sol["IL6"][-1]
    # In a storm the antibody is nearly full; the balance of what is made and lost, by bisection.
    made = 7.2 * 622 / 21 / 3.1  # nM/d
    storm = run(t, IL6_production=7.2 * 622, IL6_pool=3110 / 21000, **held)

    def excess(pool: float) -> float:
        sites, Kd = 1e6 * 84 / 148000 * 2, 0.015
        over = pool - sites - Kd
        free = (over + np.hypot(over, 2 * np.sqrt(Kd * pool))) / 2
        return made - 1440 / 3.1 * free - 0.0813 * (pool - free)

    pool = float(np.asarray(brentq(excess, 1, 5000, xtol=1e-9)))
    assert storm["IL6_pool"][-1] == pytest.approx(pool, rel=1e-3)
    assert 600 < pool < 1135  # of the sites
    assert storm["IL6"][-1] > 400  # free, pg/mL: the antibody does not hold a storm


@pytest.mark.parametrize(("taken", "fall"), [(0.98, 6), (0.99, 17), (0.999, 92)])
def test_crp_in_a_storm_hangs_on_the_third_decimal_of_occupancy(taken: float, fall: float) -> None:
    drug = 1.24 * taken / (1 - taken) / 2 * 148 / 1e3 * 3.5  # mg that takes so many receptors
    still = dict(CL=0, Q=0, Vm=0, central=drug, scenario="CART_CRS")
    sol = run([0, 60], **still)
    assert sol["occupancy"][-1] == pytest.approx(taken, abs=1e-6)
    before = run([0, 60], scenario="CART_CRS")["CRP"][-1]
    assert 100 * (1 - sol["CRP"][-1] / before) == pytest.approx(fall, abs=1)


@pytest.mark.parametrize(
    ("unbound", "IC50", "percent"), [(1, 60, 44), (0.61, 60, 34), (1, 400, 12)]
)
def test_the_assay_chosen_is_the_answer_for_a_JAK_inhibitor(
    unbound: float, IC50: float, percent: float
) -> None:
    t = np.arange(0, 14, 0.01)
    sol = run(
        t, drug="tofacitinib", unbound=unbound, IC50_JAK=IC50,
        doses=il6.doses("5 mg", every="12 h", count=28, route="oral"),
    )  # fmt: skip
    mean = 100 * (1 - sol["kinase_activity"][t > 12].mean())
    assert mean == pytest.approx(percent, abs=1)


def test_the_run_is_that_of_equations_written_down_again() -> None:
    """scipy's Radau at 1e-10 on equations that share nothing with the model file."""
    V1, Q, V2, Vm, Km, CL, ka, F = 3.5, 0.2, 2.9, 7.5, 2.7, 0.3 * 0.84, 0.23, 0.8
    production, clearance, V, f, Kd = 20.16, 1440.0, 3.1, 0.9, 1.24
    kout = np.log(2) / (19 / 24)

    def change(_: float, y: NDArray[np.float64]) -> list[float]:
        depot, central, tissue, pool, receptor, crp = y
        c = central / V1
        taken = 2 * c * 1e6 / 148000 / (2 * c * 1e6 / 148000 + Kd)
        drive = 21000 * pool * (1 - taken)
        x = (drive / 121) ** 1.8
        return [
            -ka * depot,
            ka * depot - CL * c - Vm * c / (Km + c) - Q * c + Q / V2 * tissue,
            Q * c - Q / V2 * tissue,
            production / 21 / V - clearance / V * (1 - f * taken) * pool,
            0.693 * 50 / 55 - 0.693 * (1 - taken) * receptor - 0.046 * taken * receptor,
            kout * (300 * x / (1 + x) - crp),
        ]

    x0 = (14 / 121) ** 1.8
    y = np.array([0, 0, 0, 14 / 21000, 50 / 55, 300 * x0 / (1 + x0)])
    rows = [y]
    for day in range(0, 42, 14):
        y = y.copy()
        y[0] += F * 162
        part = solve_ivp(change, (day, day + 14), y, method="Radau", rtol=1e-10, atol=1e-13)
        y = part.y[:, -1]
        rows.append(y)
    sol = run(
        [0, 13.999999, 27.999999, 42], rtol=1e-8,
        doses=il6.doses("162 mg", every=14, count=3, route="sc"),
    )  # fmt: skip
    for name, expected in zip(
        ("central", "peripheral", "IL6_pool", "receptor_pool", "CRP"),
        np.array(rows)[3, 1:],
        strict=True,
    ):
        assert sol[name][-1] == pytest.approx(expected, rel=1e-6), name


def test_infusions_that_overlap_add_up() -> None:
    t = np.linspace(0, 2, 41)
    both = [
        il6.doses("100 mg", route="iv", infusion="12 h"),
        il6.doses("100 mg", route="iv", infusion="12 h", start="6 h"),
    ]
    kept = dict(CL=0, Q=0, Vm=0)
    total = run(t, doses=both, **kept)["central"]
    inside = np.clip(t / 0.5, 0, 1) + np.clip((t - 0.25) / 0.5, 0, 1)
    assert total == pytest.approx(100 * inside, rel=1e-6, abs=1e-6)


def test_a_loading_dose_comes_first_and_a_missed_dose_not_at_all() -> None:
    kept = dict(CL=0, Q=0, Vm=0)
    dosed = il6.doses("1 mg/kg", every=1, count=4, route="iv", loading="3 mg/kg", missed=[3])
    sol = run([0.5, 1.5, 2.5, 3.5], doses=dosed, weight=[50, 80], **kept)
    assert sol["central"] == pytest.approx(np.outer([50, 80], [3, 4, 4, 5]), rel=1e-6)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (dict(doses=il6.doses("8 mg/kg", route="iv"), weight=0), "weight is 0.*give a weight"),
        (dict(doses=il6.doses("-8 mg", route="iv")), "cannot be negative"),
        (dict(doses=il6.doses("8 mL", route="iv")), "wrong dimension"),
        (dict(doses=il6.doses("8 mg", route="iv", start=400)), "comes after the end of the run"),
        (dict(doses=il6.doses("8 mg", route="im")), "no route 'im'"),
        (dict(doses=il6.doses("8 mg", route="sc", infusion="1 h")), "goes into a vein"),
        (dict(doses=il6.doses("8 mg", route="iv", infusion=0)), "it takes time"),
        (dict(doses="8 mg"), r"give il6\.doses"),
        (dict(drug="tocilizumb"), "did you mean 'tocilizumab'"),
    ],
)
def test_a_dose_that_is_none_is_refused_in_one_sentence(
    given: dict[str, Any], message: str
) -> None:
    with pytest.raises(il6.InputError, match=message):
        run([0, 84], **given)


def test_doses_are_refused_where_there_is_no_drug_and_counts_that_are_none() -> None:
    with pytest.raises(il6.InputError, match="signalling has no drug to give"):
        il6.solve(il6.load("signalling"), [0, 1], doses=il6.doses("1 mg"))
    with pytest.raises(il6.InputError, match="from 0 to 10,000"):
        il6.doses("8 mg", count=10**6)
    with pytest.raises(il6.InputError, match="missed has dose 5"):
        il6.doses("8 mg", count=4, missed=[5])


def test_no_dose_and_a_dose_of_nothing_are_no_treatment() -> None:
    t = [0, 10, 20]
    untreated = run(t)["CRP"]
    for dosed in (il6.doses("0 mg", route="iv"), il6.doses("8 mg/kg", count=0, route="iv")):
        assert run(t, doses=dosed)["CRP"] == pytest.approx(untreated, rel=1e-6)
    # Steady before treatment, to the tolerance of the run.
    assert untreated == pytest.approx(untreated[0], rel=1e-5)


def test_PF04236921_takes_crp_by_its_published_link() -> None:
    """Li 2018, RA: per hour and litre; Imax 0.97, IC50 41.8 ng/mL, t1/2 of CRP 29.1 h."""

    def motion(_: float, y: np.ndarray) -> list[float]:
        depot, central, peripheral, crp = y
        c = central / 3.03  # mg/L
        out, back = 0.0245 * c, 0.0245 * peripheral / 3.58
        left = 1 - 0.97 * c / (c + 0.0418)
        return [
            -0.00607 * depot,
            0.00607 * depot - 0.00588 * c - out + back,
            out - back,
            0.0238 * (left - crp),  # of its start
        ]

    hours = np.linspace(0, 84 * 24, 85)
    options: dict[str, Any] = {"method": "LSODA", "rtol": 1e-10, "atol": 1e-12}
    expected = solve_ivp(motion, (0, hours[-1]), [50, 0, 0, 1], t_eval=hours, **options).y
    found = il6.solve(
        il6.load("patient"), hours / 24, drug="PF04236921", CRP_halflife=np.log(2) / 0.0238 / 24,
        doses=il6.doses("50 mg", count=1, route="sc"),
    )  # fmt: skip
    # Our solver's tolerance is 1e-6 of a value.
    np.testing.assert_allclose(found["serum"], expected[1] / 3.03, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found["CRP"] / found["CRP"][0], expected[3], rtol=1e-3, atol=1e-4)
    # The half-life that others computed from these numbers: 37 days.
    late = np.log(found["serum"][60] / found["serum"][84]) / 24
    assert np.log(2) / late == pytest.approx(37, rel=0.06)
