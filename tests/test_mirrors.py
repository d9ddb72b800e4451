"""A mirror that pip is set to is the one that uv uses."""

import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).parents[1] / "requirements/install.py"
spec = importlib.util.spec_from_file_location("install", FILE)
assert spec is not None
assert spec.loader is not None
install = importlib.util.module_from_spec(spec)
spec.loader.exec_module(install)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, except those that lie outside the environment."""
    for name in (*install.OWN, "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def test_a_mirror_in_pip_conf_is_passed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    conf = tmp_path / "pip.conf"
    conf.write_text("[global]\nindex-url = https://mirror.example/simple\nfind-links = /a\n  /b\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(conf))
    told = install.mirrors(install.pip_settings())
    assert told["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert told["UV_FIND_LINKS"] == "/a,/b"


def test_pips_environment_comes_before_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    conf = tmp_path / "pip.conf"
    conf.write_text("[install]\nindex-url = https://file.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(conf))
    monkeypatch.setenv("PIP_INDEX_URL", "https://environment.example/simple")
    told = install.mirrors(install.pip_settings())
    assert told["UV_DEFAULT_INDEX"] == "https://environment.example/simple"


def test_more_than_one_index_is_searched_as_pip_does() -> None:
    assert install.mirrors({"extra-index-url": "https://a.example https://b.example"}) == {
        "UV_INDEX": "https://a.example https://b.example",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_uv_keeps_an_index_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert not install.uv_has_an_index()
    (tmp_path / "uv").mkdir()
    (tmp_path / "uv/uv.toml").write_text('[[index]]\nurl = "https://own.example/simple"\n')
    assert install.uv_has_an_index()
    (tmp_path / "uv/uv.toml").unlink()
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    assert install.uv_has_an_index()
