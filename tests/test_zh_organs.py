"""The words of organs' names: one list, which the outline, the text and the types go by."""

from __future__ import annotations

import pytest
import regex

from govreport.narrative.owners import governs, is_own, owner_words
from govreport.organs.names import organ
from govreport.organs.types import organ_type
from govreport.outline.front import is_organ
from govreport.zh.organs import organ_words, without_seal

ENDINGS = organ_words().endings
#: What ends other words too (部队, 其中), and is no organ's name within a text.
SHORT = {"队", "司", "部", "团", "园", "附中", "附小"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_name_with_the_ending_signs_a_report(ending: str) -> None:
    assert is_organ(f"岚汀市云浦{ending}")
    assert is_organ(f"岚汀市云浦{ending}（盖章）")


@pytest.mark.parametrize("ending", [each for each in ENDINGS if each not in SHORT])
def test_a_name_with_the_ending_is_one_in_running_text(ending: str) -> None:
    suffixes = regex.compile(owner_words().suffixes, regex.VERBOSE | regex.VERSION1)
    found = suffixes.search(f"岚汀市云浦{ending}")
    assert found is not None
    assert found[0][0] in owner_words().heads
    assert ending[-1] in owner_words().ends


@pytest.mark.parametrize("ending", ["海关", "局", "厅", "委员会", "办事处", "党校", "医院"])
def test_an_organ_with_the_ending_has_a_type(ending: str) -> None:
    assert ending in ENDINGS
    assert organ_type(f"岚汀{ending}").type is not None


@pytest.mark.parametrize("seal", ["（盖章）", "(公章)", "（印章）", "（章）", "（签章）"])
def test_a_seal_is_no_part_of_a_name(seal: str) -> None:
    assert without_seal(f"云浦区水务局{seal}") == "云浦区水务局"
    assert organ(f"云浦区水务局{seal}") == organ("云浦区水务局")


@pytest.mark.parametrize("level", organ_words().levels)
def test_a_place_alone_governs_itself(level: str) -> None:
    assert governs(f"岚汀{level}", level)
    assert not governs(f"岚汀{level}水务局", level)
    assert governs(f"岚汀{level}人民政府办公室", level)


def test_a_government_by_its_short_name() -> None:
    assert is_own("岚汀市云浦区人民政府", "云浦区政府")
