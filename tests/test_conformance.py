"""The reports of ``conformance/``: each rule is kept by one and broken by the other."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

import govreport as gr

ROOT = Path(__file__).parents[1]


def suite() -> ModuleType:
    spec = importlib.util.spec_from_file_location("conformance", ROOT / "conformance/run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SUITE = suite()
#: Those on whole archives are run by ``make conformance``.
SINGLE = [code for code, path in SUITE.CASES.items() if not (path / "kept").is_dir()]


def test_every_rule_has_its_reports() -> None:
    assert set(SUITE.CASES) == {rule.code for rule in gr.rules()}


@pytest.mark.parametrize("code", SINGLE)
def test_rule_is_kept_and_broken(code: str) -> None:
    assert [SUITE.wrong(code, case) for case in ("kept", "broken")] == [None, None]


@pytest.mark.parametrize("code", SUITE.CASES)
def test_what_is_expected_is_said(code: str) -> None:
    want = json.loads(SUITE.expected_path(code).read_text("utf-8"))
    assert want["kept"] == []
    assert want["broken"] != []
    assert want["version"] == next(rule.version for rule in gr.rules() if rule.code == code)
