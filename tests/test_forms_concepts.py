"""Concepts across editions: what a report says of them, whence, and what is never made up."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping
from decimal import Decimal

import attrs
import pytest
from msgspec.structs import replace

import govreport as gr
from fixtures import make_spec, write_docx
from fixtures.figures import Key, Value
from fixtures.spec import ReportSpec, with_figures
from govreport.document import Origin
from govreport.errors import UnknownName
from govreport.forms import concepts as module
from govreport.forms.catalogue import Succession
from govreport.forms.concepts import Concept
from govreport.model import Certainty, Metric, Metrics, State
from support.ogi import EDITIONS, OGI, concept, concepts, derive, edition, editions

REFUSED = tuple(
    f"applications.refused.{reason}"
    for reason in (
        "state_secret",
        "prohibited_by_law",
        "security",
        "third_party_rights",
        "internal_affairs",
        "process_information",
        "enforcement_files",
        "administrative_inquiry",
    )
)
DIRECT, AFTER_REVIEW = (("route", "direct"),), (("route", "after_review"),)


def _one(id: str) -> tuple[Key, ...]:
    return ((id, ()),)


def _routes(id: str) -> tuple[Key, ...]:
    return ((id, DIRECT), (id, AFTER_REVIEW))


#: The crosswalk: for each concept, the figures of the form of 2014 and of those since 2019.
CROSSWALK: Mapping[str, tuple[tuple[Key, ...], tuple[Key, ...]]] = {
    **{
        id: (_one(id), _one(id))
        for id in (
            "applications.received",
            "applications.answered",
            "applications.granted",
            "applications.granted_in_part",
            "applications.refused.state_secret",
            "applications.refused.security",
            "reviews.total",
            "reviews.upheld",
            "reviews.corrected",
            "reviews.other",
        )
    },
    **{
        id: (_one(id), _routes(id))
        for id in ("lawsuits.total", "lawsuits.upheld", "lawsuits.corrected", "lawsuits.other")
    },
    "applications.refused": (_one("applications.refused"), tuple((id, ()) for id in REFUSED)),
    "applications.not_held": (
        _one("applications.not_held"),
        _one("applications.not_provided.not_held"),
    ),
    "applications.carried_over_in": ((), _one("applications.carried_over_in")),
    "applications.carried_over_out": ((), _one("applications.carried_over_out")),
    "reviews.pending": ((), _one("reviews.pending")),
    "lawsuits.pending": ((), _routes("lawsuits.pending")),
    "fees.collected": (_one("fees.collected"), ()),
    "normative_documents.issued": (
        _one("documents.normative_issued"),
        _one("normative_documents.issued"),
    ),
}


@functools.cache
def _spec(edition_id: str) -> ReportSpec:
    return make_spec(3, edition_id)


@functools.cache
def _report(edition_id: str) -> gr.Report:
    """The report with the figures of its tables alone; what the text states is tested elsewhere."""
    report = gr.parse(write_docx(_spec(edition_id)))
    tables = Metrics(tuple(metric for metric in report.metrics if metric.edition is not None))
    return attrs.evolve(report, metrics=tables)


def _with(edition_id: str, changes: Mapping[Key, Value]) -> gr.Report:
    """The report with these figures instead."""
    spec = _spec(edition_id)
    assert changes.keys() <= spec.figures.keys()
    return gr.parse(write_docx(with_figures(spec, {**spec.figures, **changes})))


def _without(edition_id: str, *ids: str) -> Metrics:
    return _changed(edition_id, lambda metric: None if metric.id in ids else metric)


def _changed(edition_id: str, change: Callable[[Metric], Metric | None]) -> Metrics:
    changed = map(change, _report(edition_id).metrics)
    return Metrics(tuple(metric for metric in changed if metric is not None), "ogi")


# --- the crosswalk ---


def test_every_concept_of_the_crosswalk_is_there() -> None:
    assert {concept.id for concept in concepts()} == set(CROSSWALK)


@pytest.mark.parametrize(
    ("edition_id", "id"), [(e, id) for e, id in itertools.product(EDITIONS, CROSSWALK)]
)
def test_a_report_says_each_concept(edition_id: str, id: str) -> None:
    report, keys = _report(edition_id), CROSSWALK[id][edition_id != "2014"]
    assert report.edition == edition_id
    if not keys:
        assert report.metrics.get(id) is None
        with pytest.raises(KeyError, match=id):
            report.metrics[id]
        return
    values = [_spec(edition_id).figures[key] for key in keys]
    assert None not in values
    metric = report.metrics[id]
    assert metric.value == sum(value for value in values if value is not None)
    assert metric.state is None
    assert metric.id == id
    assert metric.edition == edition_id
    assert metric.unit == concept(id).unit
    assert metric.dimensions == {}
    first = report.metrics.get(keys[0][0], **dict(keys[0][1]))
    assert first is not None
    assert metric.origin == attrs.evolve(first.origin, raw=metric.raw)
    assert report.metrics.get(id) == metric


@pytest.mark.parametrize("id", CROSSWALK)
def test_the_links_are_those_of_the_crosswalk(id: str) -> None:
    for edition_id in EDITIONS:
        link = concept(id).link(edition_id)
        keys = tuple(term.key for term in link.figures) if link else ()
        assert keys == CROSSWALK[id][edition_id != "2014"]


def test_relations() -> None:
    relations = {
        (concept.id, edition_id): link.relation
        for concept in concepts()
        for edition_id in EDITIONS
        if (link := concept.link(edition_id)) and link.relation != "exact"
    }
    new = EDITIONS[1:]
    lawsuits = (f"lawsuits.{outcome}" for outcome in ("total", "upheld", "corrected", "pending"))
    sums = ("applications.refused", *lawsuits)
    near = ("applications.not_held", "reviews.other", "lawsuits.other")
    assert relations == {
        **{(id, edition_id): "sum" for id in sums for edition_id in new},
        **{(id, edition_id): "near" for id in near for edition_id in new},
        ("applications.not_held", "2014"): "near",
    }


@pytest.mark.parametrize("found", concepts(), ids=lambda found: found.id)
def test_a_sum_is_complete(found: Concept) -> None:
    for link in found.links:
        for form in map(edition, link.editions):
            ids = {term.id for term in link.figures}
            if len(link.figures) == 1:
                continue
            if len(ids) == 1:
                (dimension,) = (d for d in form.dimensions if d.name == "route")
                routes = {term.dimensions["route"] for term in link.figures}
                assert routes == set(dimension.members)
            else:
                parents = {form.row(id).parent for id in ids}
                (table,) = (t for t in form.tables if t.id == "applications")
                assert ids == {row.id for row in table.rows if row.parent in parents}


def test_no_such_concept() -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        concept("no.such")
    assert derive("no.such", _report("2021").metrics) == ()


# --- what a report says ---


def test_refused_is_the_sum_of_eight() -> None:
    changes: dict[Key, Value] = {(id, ()): 10**n for n, id in enumerate(REFUSED)}
    refused = _with("2021", changes).metrics["applications.refused"]
    assert refused.value == 11_111_111
    assert refused.certainty is Certainty.INFERRED
    assert refused.raw == "1 + 10 + 100 + 1000 + 10000 + 100000 + 1000000 + 10000000"
    assert refused.label == "不予公开"
    assert refused.label_raw.startswith("1.属于国家秘密 + 2.其他法律行政法规禁止公开 + ")


def test_refused_in_2014_is_the_row_itself() -> None:
    report = _with("2014", {("applications.refused", ()): 70})
    refused = report.metrics["applications.refused"]
    assert refused.value == 70
    assert any(refused is metric for metric in report.metrics)
    assert refused.certainty is Certainty.EXACT
    assert refused.label == "不同意公开答复数"


def test_lawsuits_are_both_routes_added() -> None:
    report = _with("2019", {("lawsuits.total", DIRECT): 4, ("lawsuits.total", AFTER_REVIEW): 3})
    metrics = report.metrics
    assert metrics["lawsuits.total"].value == 7
    assert metrics["lawsuits.total"].certainty is Certainty.INFERRED
    direct = metrics.get("lawsuits.total", route="direct")
    assert direct is not None
    assert direct.value == 4
    assert direct.certainty is Certainty.EXACT
    with pytest.raises(UnknownName, match="no member of route 'both'"):
        metrics.get("lawsuits.total", route="both")
    assert [metric.value for metric in metrics.select("lawsuits.total")] == [4, 3]


def test_an_exact_link_keeps_the_figure_and_its_certainty() -> None:
    key: Key = ("normative_documents.issued", ())
    assert _with("2019", {key: 5}).metrics[key[0]].value == 5
    report = _with("2014", {("documents.normative_issued", ()): 6})
    row, issued = (report.metrics[id] for id in ("documents.normative_issued", key[0]))
    assert issued.value == 6
    assert issued.certainty is Certainty.EXACT
    assert (issued.origin, issued.raw, issued.label_raw) == (row.origin, "6", row.label_raw)
    assert issued.parent is None
    variant = _changed("2014", lambda m: attrs.evolve(m, certainty=Certainty.VARIANT))
    assert variant[key[0]].certainty is Certainty.VARIANT


def test_what_is_only_near_is_inferred() -> None:
    key: Key = ("applications.not_provided.not_held", ())
    report = _with("2021", {key: 9})
    assert report.metrics["applications.not_held"].value == 9
    assert report.metrics["applications.not_held"].certainty is Certainty.INFERRED
    assert report.metrics[key[0]].certainty is Certainty.EXACT


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_only_the_figures_read_are_listed(edition_id: str) -> None:
    metrics = _report(edition_id).metrics
    before = len(metrics), list(metrics), repr(metrics)
    for found in concepts():
        metrics.get(found.id)
    assert before == (len(metrics), list(metrics), repr(metrics))
    forms = {id for form in editions() for id in form.metric_ids()}
    assert {metric.id for metric in metrics} <= forms


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_json_keeps_the_figures_and_a_copy_says_the_same(edition_id: str) -> None:
    report = _report(edition_id)
    again = gr.Report.from_json(report.to_json())
    assert again == report
    for found in concepts():
        assert again.metrics.get(found.id) == report.metrics.get(found.id)


# --- what is never made up ---


@pytest.mark.parametrize("reason", REFUSED)
def test_a_blank_makes_no_partial_sum(reason: str) -> None:
    refused = _with("2021", {(reason, ()): None}).metrics["applications.refused"]
    assert refused.value is None
    assert refused.state is State.BLANK


@pytest.mark.parametrize("state", State)
def test_a_sum_without_value_has_the_state_of_the_first_such_figure(state: State) -> None:
    def change(metric: Metric) -> Metric:
        if metric.id == REFUSED[2]:
            return attrs.evolve(metric, value=None, state=state)
        if metric.id == REFUSED[5]:
            return attrs.evolve(metric, value=None, state=State.UNREADABLE)
        return metric

    refused = _changed("2021", change)["applications.refused"]
    assert (refused.value, refused.state) == (None, state)


@pytest.mark.parametrize("edition_id", EDITIONS[1:])
def test_a_blank_figure_is_a_blank_concept(edition_id: str) -> None:
    report = _with(edition_id, {("normative_documents.issued", ()): None})
    key: Key = ("applications.not_provided.not_held", ())
    assert report.metrics["normative_documents.issued"].state is State.BLANK
    held = _with(edition_id, {key: None}).metrics["applications.not_held"]
    assert (held.value, held.state) == (None, State.BLANK)


@pytest.mark.parametrize(
    ("edition_id", "row", "id"),
    [
        ("2014", "applications.refused", "applications.refused"),
        ("2014", "lawsuits.total", "lawsuits.total"),
        ("2014", "documents.normative_issued", "normative_documents.issued"),
        ("2021", "applications.not_provided.not_held", "applications.not_held"),
        ("2019", "lawsuits.total", "lawsuits.total"),
        ("2021", "applications.refused.security", "applications.refused.security"),
    ],
)
def test_without_its_row_a_concept_is_not_there(edition_id: str, row: str, id: str) -> None:
    metrics = _without(edition_id, row)
    assert metrics.get(id) is None
    assert metrics.select(id) == ()
    with pytest.raises(KeyError, match=id):
        metrics[id]


def test_a_sum_that_lacks_a_row_is_blank() -> None:
    refused = _without("2021", REFUSED[0])["applications.refused"]
    assert (refused.value, refused.state) == (None, State.BLANK)
    assert refused.label_raw.startswith("2.其他法律行政法规禁止公开 + 3.")
    with pytest.raises(KeyError):
        _without("2021", *REFUSED)["applications.refused"]


def test_a_column_alone_is_no_total() -> None:
    metrics = _changed("2021", lambda metric: metric if metric.dimensions else None)
    assert metrics.get("applications.refused") is None
    assert metrics.get("applications.received") is None


def test_a_figure_given_twice_is_unreadable() -> None:
    metrics = _report("2021").metrics
    again = attrs.evolve(metrics[REFUSED[0]], value=5, origin=Origin(block=1, raw="5"))
    twice = attrs.evolve(metrics[REFUSED[0]], value=6, origin=Origin(block=1, raw="6"))
    rest = tuple(metric for metric in metrics if metric.id != REFUSED[0])
    refused = Metrics((*rest, again, twice), "ogi")["applications.refused"]
    assert (refused.value, refused.state) == (None, State.UNREADABLE)
    assert refused.raw.startswith("5 / 6 + ")


def test_units_that_differ_do_not_add_up() -> None:
    def change(metric: Metric) -> Metric:
        return attrs.evolve(metric, unit="起") if metric.dimensions == dict(DIRECT) else metric

    total = _changed("2021", change)["lawsuits.total"]
    assert (total.value, total.state) == (None, State.UNREADABLE)


# --- precedence ---


def _metric(id: str, edition_id: str, value: Value = None, **dimensions: str) -> Metric:
    return Metric(
        id=id,
        value=value,
        state=State.BLANK if value is None else None,
        unit="件",
        label=id,
        label_raw=id,
        edition=edition_id,
        dimensions=dimensions,
        origin=Origin(block=1, raw=str(value or "")),
    )


def test_a_heading_of_the_form_is_no_figure_but_a_figure_in_its_row_is() -> None:
    parts = tuple(_metric(id, "2021", n) for n, id in enumerate(REFUSED, start=1))
    heading = attrs.evolve(
        _metric("applications.refused", "2021"), state=State.NOT_APPLICABLE, unit=None
    )
    metrics = Metrics((heading, *parts), "ogi")
    assert metrics["applications.refused"].value == 36
    assert [metric.value for metric in metrics.select("applications.refused")] == [36]
    assert Metrics((heading,), "ogi")["applications.refused"] is heading
    written = _metric("applications.refused", "2021", 35)
    assert Metrics((written, *parts), "ogi")["applications.refused"] is written


def test_a_table_of_two_editions_is_one_table() -> None:
    parts = tuple(
        _metric(id, "2019" if n < 5 else "2021", n) for n, id in enumerate(REFUSED, start=1)
    )
    assert Metrics(parts, "ogi")["applications.refused"].value == 36


def test_a_figure_of_that_id_comes_before_another_form() -> None:
    id = "normative_documents.issued"
    old = _metric("documents.normative_issued", "2014", 3)
    assert Metrics((old,), "ogi")[id].value == 3
    assert Metrics((old, _metric(id, "2021", 4)), "ogi")[id].value == 4


def test_one_route_alone_is_no_total() -> None:
    total = Metrics((_metric("lawsuits.total", "2021", 4, route="direct"),), "ogi")[
        "lawsuits.total"
    ]
    assert (total.value, total.state) == (None, State.BLANK)


def test_a_figure_of_an_unknown_edition_says_nothing() -> None:
    assert (
        Metrics((_metric("documents.normative_issued", "1999", 3),), "ogi").get(
            "normative_documents.issued"
        )
        is None
    )


def test_no_sum_is_rounded() -> None:
    small, large = Decimal("0." + "0" * 62 + "1"), Decimal("9" * 62)
    metrics = Metrics(
        (
            _metric("lawsuits.total", "2021", small, route="direct"),
            _metric("lawsuits.total", "2021", large, route="after_review"),
        ),
        "ogi",
    )
    assert str(metrics["lawsuits.total"].value) == "9" * 62 + "." + "0" * 62 + "1"


# --- the file ---

GOOD = """
[[concept]]
id = "x.y"
label = "某"
label_en = "Some"
unit = "件"

[[concept.link]]
until = "2014"
relation = "exact"
figures = [{ id = "applications.received" }]
"""
LINK = GOOD[GOOD.index("[[concept.link]]") :]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("applications.received", "applications.lost", "2014 has no figure"),
        ("applications.received", "applications", "2014 has no figure"),
        ('received" }', 'received", dimensions = { route = "direct" } }', "has no figure"),
        (LINK, LINK + LINK, "has an edition twice"),
        ('"2014"', '"2015"', "concept x.y, link 1: edition 2015 is missing"),
        ('"exact"', '"sum"', "1 figures are not sum"),
        ('"exact"', '"near"', "needs a note"),
        ('"exact"', '"alike"', "alike"),
        ('"exact"', '"near"\nnote = "a"', "needs a note"),
        ('"exact"', '"exact"\nnote_en = "b"', "needs a note, and nothing else"),
        ('[{ id = "applications.received" }]', "[]", "0 figures"),
        ('unit = "件"', 'unit = "件"\nmore = 1', "more"),
        ("x.y", "applications.granted", "that is another thing"),
        ("x.y", "lawsuits.total", "that is another thing"),
        ("[[concept]]", "[concept]", "concepts.toml"),
        (GOOD, GOOD + GOOD, "x.y twice"),
        (GOOD, "[[", "concepts.toml"),
    ],
)
def test_a_crosswalk_that_contradicts_itself(old: str, new: str, message: str) -> None:
    assert [found.id for found in module._load(GOOD, OGI)] == ["x.y"]
    assert old in GOOD
    with pytest.raises(ValueError, match=r"concepts\.toml") as caught:
        module._load(GOOD.replace(old, new), OGI)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "rule",
    [
        Succession(figure="rules.in_force", before=("rules.in_force",), since="2019"),
        Succession(figure="rules.in_force", before=("rules.issued",), since="2019"),
        Succession(figure="reviews.other", before=("reviews.other",), since="2014"),
        Succession(figure="lawsuits.total", before=("lawsuits.total",), since="2014"),
    ],
    ids=["no such figure", "no concept", "near", "sum"],
)
def test_a_rule_across_years_that_leads_to_another_thing(
    rule: Succession, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = (*editions()[:-1], replace(edition("2021"), successions=(rule,)))
    monkeypatch.setattr(module, "editions", lambda kind: forms)
    with pytest.raises(ValueError, match=f"{rule.before[0]} of {rule.since} is another"):
        module.concepts.__wrapped__(OGI)
