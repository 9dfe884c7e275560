"""An environment that is whole is used, one that is not is made anew. With requirements that list nothing."""

import json
from pathlib import Path

import pytest

from tools import installing
from tools.telling import Refused


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with empty requirements and no .venv yet."""
    for name in ("base", "dev", "uv"):
        (tmp_path / f"{name}.txt").write_text(f"# {name}\n")
    monkeypatch.delenv("USE_PYTHON", raising=False)
    for name, value in {
        "ROOT": tmp_path,
        "REQUIREMENTS": tmp_path,
        "VENV": tmp_path / ".venv",
        "STAMP": tmp_path / ".venv" / "complete.json",
    }.items():
        monkeypatch.setattr(installing, name, value)
    return tmp_path


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was made or filled, in order, without doing it."""
    steps: list[str] = []

    def make() -> None:
        steps.append("make")
        (installing.VENV / "bin").mkdir(parents=True, exist_ok=True)
        (installing.VENV / "bin" / "python").touch()

    monkeypatch.setattr(installing, "make_venv", make)
    monkeypatch.setattr(installing, "fill", lambda python, name: steps.append(name))
    return steps


def test_what_is_there_is_not_installed_again(house, done):
    installing.install("base")
    installing.install("base")
    assert done == ["make", "base"]


def test_what_tests_need_holds_what_the_site_needs(house, done):
    installing.install("dev")
    installing.install("base")
    assert done == ["make", "dev"]


def test_other_requirements_are_installed_into_what_is_there(house, done):
    installing.install("base")
    (house / "base.txt").write_text("# other\n")
    installing.install("base")
    assert done == ["make", "base", "base"]


def test_a_killed_installation_is_made_anew(house, done, monkeypatch):
    def killed(python: Path, name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(installing, "fill", killed)
    with pytest.raises(KeyboardInterrupt):
        installing.install("base")
    monkeypatch.setattr(installing, "fill", lambda python, name: done.append(name))
    installing.install("base")
    assert done == ["make", "make", "base"]


@pytest.mark.parametrize("stamp", ["", "{", "[]", "null", '"base"'])
def test_a_stamp_that_was_only_half_written_counts_for_nothing(house, done, stamp):
    installing.install("base")
    installing.STAMP.write_text(stamp)
    installing.install("base")
    assert done == ["make", "base", "make", "base"]


def test_an_environment_whose_python_is_gone_is_made_anew(house, done):
    installing.install("base")
    (installing.VENV / "bin" / "python").unlink()
    installing.install("base")
    assert done == ["make", "base", "make", "base"]


def test_an_interpreter_that_somebody_else_keeps_is_used_as_it_is(house, done, monkeypatch):
    monkeypatch.setenv("USE_PYTHON", "/opt/site/bin/python")
    assert installing.install("base") == Path("/opt/site/bin/python")
    assert done == []


def test_a_half_made_environment_is_really_made_anew_and_without_uv_by_pip(house, capfd):
    (house / ".venv" / "bin").mkdir(parents=True)
    (house / ".venv" / "bin" / "left-over").touch()
    python = installing.install("base")
    assert python.exists()
    assert not (house / ".venv" / "bin" / "left-over").exists()
    assert list(json.loads(installing.STAMP.read_text())) == ["base"]
    said = capfd.readouterr().out
    assert "The .venv here is only half made. Making it anew." in said
    assert "uv could not do it. Trying with pip, which takes longer…" in said


def test_a_python_without_ensurepip_says_what_to_install(house, monkeypatch):
    monkeypatch.setattr(installing.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refused, match=r"apt-get install python3\.\d+-venv"):
        installing.install("base")


def test_every_pin_of_the_site_is_a_pin_of_the_tests():
    def pins(name: str) -> set[str]:
        lines = (Path(__file__).parents[2] / "requirements" / f"{name}.txt").read_text().splitlines()
        return {line.removesuffix(" \\") for line in lines if "==" in line}

    assert pins("base") <= pins("dev")
    assert len(pins("uv")) == 1
