"""Organs of a region over twelve years: each in one chain, none joined wrongly or over a merger."""

from __future__ import annotations

from collections import defaultdict

from govreport.batch.organs.names import Why
from support.region import grouped


def test_every_organ_is_one_and_no_two_are_joined() -> None:
    _, found = grouped()
    organs, groups = defaultdict(set), defaultdict(set)
    for each, _, choice in found:
        organs[each.organ].add(choice.group)
        groups[choice.group].add(each.organ)
    assert len(found) > 6_000
    assert {organ: of for organ, of in organs.items() if len(of) > 1} == {}
    assert {group: of for group, of in groups.items() if len(of) > 1 or group is None} == {}


def test_what_a_merger_made_names_what_it_was_made_of() -> None:
    groups, found = grouped()
    made = {each.organ: choice for each, _, choice in found if each.name.endswith("文化和旅游局")}
    assert len(made) == 40
    for choice in made.values():
        assert choice.why is Why.SUCCESSOR
        before, how = groups.past(choice.group or "")
        assert how == "merger"
        assert {groups.name(id)[-3:] for id in before} <= {"旅游局", "文化局"}


def test_what_a_merger_took_in_some_places_was_renamed_in_others() -> None:
    _, found = grouped()
    renamed = {each.organ for each, _, choice in found if choice.why is Why.RENAMED}
    land = {organ for organ in renamed if organ.endswith("国土资源局")}
    assert {int(organ.split("/")[0]) % 2 for organ in land} == {0}
    assert len(land) == 20
