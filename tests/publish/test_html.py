"""Pages without a kernel: what is in the file, and what is refused."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re

import ipywidgets
import pytest

import il6widgets as il6


def contents(page: str) -> dict:
    found = re.search(r"<script[^>]*data-il6-contents>(.*?)</script>", page, re.DOTALL)
    assert found
    return json.loads(found.group(1))


def views() -> list:
    x = il6.Experiment("receptor", IL6="40 ng/mL", cell="monocyte")
    return [il6.Controls(x), il6.ReceptorBinding(x)]


def test_the_page_carries_the_inputs_and_the_hash_of_the_model(tmp_path):
    file = tmp_path / "page.html"
    page = il6.to_html(views(), file, title="Monocytes")
    assert file.read_text("utf-8") == page
    found = contents(page)
    assert found["models"]["i0"]["cell"] == "monocyte"
    assert found["models"]["i0"]["IL6"] == pytest.approx(40 / 21, rel=1e-14)
    assert found["models"]["x0"]["program"]["hash"] == il6.load("receptor").hash
    assert il6.load("receptor").hash in page.split("<footer>")[1]
    assert "<title>Monocytes</title>" in page


def test_the_same_widgets_give_the_same_bytes():
    assert il6.to_html(views()) == il6.to_html(views())


def test_a_page_carries_only_the_scripts_that_its_views_need():
    """Sizes gzipped, kB: what a wiki has to take."""
    x = il6.Experiment("receptor")
    solver, controls = '"use strict";var il6_motion', '"use strict";var il6_experiment'
    alone = il6.to_html([il6.DiseaseLadder()])
    assert solver not in alone
    assert controls not in alone
    assert len(gzip.compress(alone.encode())) < 20_000
    still = il6.to_html([il6.Controls(x), il6.Buffer(x)])
    assert controls in still
    assert solver not in still
    scene = il6.to_html([il6.Controls(x), il6.ReceptorBinding(x)])
    for page in (still, scene):
        assert len(gzip.compress(page.encode())) < 60_000
    assert solver in il6.to_html([il6.TimeCourse(il6.Experiment("pathway"))])


def test_nothing_is_fetched():
    """The only addresses in the page are links that a reader may follow, and names."""
    page = il6.to_html(views())
    hosts = set(re.findall(r"https?://([\w.-]+)", page))
    assert hosts <= {"doi.org", "pubmed.ncbi.nlm.nih.gov", "www.w3.org", "localhost"}
    assert re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", page) is None


def test_the_policy_allows_the_scripts_of_the_page_and_no_other():
    page = il6.to_html(views())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy
    assert len(scripts) == 3  # the scene, the experiment and the host
    digests = {base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts}
    allowed = re.search(r"script-src ([^;]+)", policy.group(1))
    assert allowed
    assert digests == {each.strip("'").removeprefix("sha256-") for each in allowed.group(1).split()}
    assert "default-src 'none'" in policy.group(1)
    assert "unsafe-eval" not in policy.group(1)


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)</script>", "<!--", "{contents}"])
def test_hostile_titles_are_text(hostile):
    page = il6.to_html(views(), title=hostile)
    assert page.count("<script") == 4  # the contents, the scene, the experiment and the host
    assert "<script>alert" not in page
    assert contents(page)["views"] == ["v0", "v1"]


def test_what_a_page_cannot_show_is_refused():
    with pytest.raises(TypeError, match="a page cannot show Output, whose code is in"):
        il6.to_html([ipywidgets.Output()], title="No")
    with pytest.raises(TypeError, match="at least one view"):
        il6.to_html([])
    with pytest.raises(ValueError, match="lang='de'"):
        il6.to_html(views(), lang="de")  # pyright: ignore[reportArgumentType]


def test_an_explorer_goes_onto_a_page_whole_with_what_the_viewer_chose():
    x = il6.Experiment("pathway", IL6="460 pg/mL")
    x.at = 45
    box = il6.explore(x)
    found = contents(il6.to_html(box))["models"]
    kinds = ["controls", "receptor_binding", "time_course", "dose_response"]
    assert [found[f"v{n}"]["kind"] for n in range(4)] == kinds
    assert (found["x0"]["end"], found["x0"]["at"]) == (180, 45)
    assert found["v2"]["read"] == ["pSTAT3", "SOCS3"]
    # No mark of bqplot is on the page; two charts are told apart.
    assert found["v2"]["parts"] == found["v3"]["parts"] == []
    assert found["v2"]["marks"] != found["v3"]["marks"]
