"""A sample of the mutants of :mod:`support.mutants`: no figure is lost in silence, none wrong."""

from __future__ import annotations

import itertools

import pytest

from support.mutants import Mutant, faults, mutants

SAMPLE = list(itertools.islice(mutants(3), 40))


@pytest.mark.parametrize("mutant", SAMPLE, ids=[str(n) for n in range(len(SAMPLE))])
def test_what_a_mutant_states_is_right_or_named(mutant: Mutant) -> None:
    assert faults(mutant) == [], mutant.name
