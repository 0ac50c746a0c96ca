"""Finding out what there is: ids, labels, completion, and errors that name what comes near."""

from __future__ import annotations

import pickle
from importlib import metadata

import attrs
import pytest

import govreport as gr
from fixtures import make_spec, write_docx
from govreport.model import Metrics

IDS = ("applications.received", "fees.collected", "lawsuits.upheld")


@pytest.fixture(scope="module")
def old() -> Metrics:
    return gr.parse(write_docx(make_spec(3, "2014", year=2018))).metrics


@pytest.fixture(scope="module")
def new() -> Metrics:
    return gr.parse(write_docx(make_spec(3, "2021", year=2022))).metrics


def test_a_typo_is_an_error_with_the_names_that_come_near(old: Metrics) -> None:
    for ask in (old.get, old.select, old.__getitem__):
        with pytest.raises(gr.UnknownName) as caught:
            ask("aplications.received")
        assert isinstance(caught.value, KeyError)
        assert not isinstance(caught.value, gr.GovReportError)
        assert (caught.value.what, caught.value.name) == ("figure", "aplications.received")
        assert caught.value.near[0] == "applications.received"
    assert str(caught.value).startswith(
        "no figure 'aplications.received'; did you mean 'applications.received', "
    )
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_typo_in_a_dimension_or_a_member_is_an_error_too(new: Metrics) -> None:
    with pytest.raises(gr.UnknownName, match=r"no dimension of applications\.received 'aplicant'"):
        new.get("applications.received", aplicant="business")
    with pytest.raises(gr.UnknownName, match="'busines'; did you mean 'business'"):
        new.get("applications.received", applicant="busines")
    with pytest.raises(gr.UnknownName, match=r"no dimension of fees\.collected 'applicant'"):
        new.get("fees.collected", applicant="business")


def test_what_another_edition_has_is_not_reported_and_no_error(old: Metrics) -> None:
    assert old.get("applications.carried_over_in") is None
    assert old.get("applications.received", applicant="business") is None
    assert old.select("applications.carried_over_in") == ()
    with pytest.raises(KeyError, match="not in this report") as caught:
        old["applications.carried_over_in"]
    assert not isinstance(caught.value, gr.UnknownName)


def test_official_labels_serve_for_ids(old: Metrics, new: Metrics) -> None:
    received = old["applications.received"]
    for label in ("收到申请数", "（一）收到申请数", "收到申请总数", " 收到 申请数 "):
        assert old[label] == received
    whole = new["applications.received"]
    assert new["本年新收政府信息公开申请数量"] == whole
    assert new.get("applications.received", applicant="total") == whole
    business = new.get("applications.received", applicant="business")
    assert business is not None
    assert new.get("一、本年新收政府信息公开申请数量", applicant="商业企业") == business


def test_the_label_of_a_concept_is_the_concept(old: Metrics, new: Metrics) -> None:
    for metrics in (old, new):
        assert metrics["不予公开"] == metrics["applications.refused"]


def test_a_label_that_several_figures_bear_is_no_answer(new: Metrics) -> None:
    with pytest.raises(KeyError, match=r"总计: several .*answered, reviews\.total, law"):
        new["总计"]
    found = new.select("总计")
    assert {m.id for m in found} == {"applications.answered", "reviews.total", "lawsuits.total"}


def test_the_own_wording_of_a_report_is_known(old: Metrics) -> None:
    changed = attrs.evolve(old[1], label_raw="（一）我们自己的叫法")
    own = Metrics((changed, *old[2:]), "ogi")
    assert own["我们自己的叫法"] == changed


def test_in_answers_for_ids_labels_and_metrics(old: Metrics) -> None:
    there = ("applications.received", "收到申请数", "applications.refused", "不予公开", old[3])
    not_there = ("applications.carried_over_in", "aplications.received", "没有的", 3, None)
    assert [old.__contains__(each) for each in there] == [True] * 5
    assert [old.__contains__(each) for each in not_there] == [False] * 5


def test_every_id_that_is_told_has_an_answer(old: Metrics, new: Metrics) -> None:
    for metrics in (old, new):
        ids = metrics.ids()
        assert len(ids) == len(set(ids))
        assert ids[0] == metrics[0].id
        assert all(metrics.select(id) for id in ids)
    assert "applications.refused" in new.ids()
    assert "fees.collected" in old.ids()
    assert Metrics(old.items).ids() == tuple(dict.fromkeys(m.id for m in old))


def test_keys_are_completed_by_id_and_by_label(old: Metrics) -> None:
    found = old._ipython_key_completions_()
    assert {"applications.received", "收到申请数"} <= set(found)
    assert {"applications.refused", "不予公开"} <= set(gr.concepts()._ipython_key_completions_())
    assert {"2014", "政府信息公开情况统计表"} <= set(gr.forms()._ipython_key_completions_())


def test_without_a_kind_nothing_is_known_of_forms(old: Metrics) -> None:
    assert Metrics(old.items).get("no.such") is None


def test_concepts_are_listed() -> None:
    concepts = gr.concepts("ogi")
    assert len(concepts) == len(concepts.ids()) == len(concepts.labels())
    assert concepts["applications.refused"] is concepts["不予公开"]
    assert concepts[0] == next(iter(concepts))
    for each, known in (("不予公开", True), (concepts[0], True), ("没有的", False), (3, False)):
        assert concepts.__contains__(each) is known
    assert concepts.labels()["applications.refused"] == "不予公开"
    assert set(gr.concepts("enforcement").ids()) | set(concepts.ids()) == set(gr.concepts().ids())
    with pytest.raises(gr.UnknownName, match=r"no concept 'applications\.refuse'; did"):
        concepts["applications.refuse"]
    with pytest.raises(gr.UnknownName, match="no kind 'oig'; did you mean 'ogi'"):
        gr.concepts("oig")


def test_forms_are_listed() -> None:
    forms = gr.forms("ogi")
    assert forms["2014"].row("applications.received").label == "收到申请数"
    assert {"2014", "2019", "2021"} <= set(forms.ids())
    assert repr(forms["2014"]) == (
        "Edition(2014: '政府信息公开情况统计表', 2014–2018, 1 table, 64 ids)"
    )
    assert len(repr(forms["2021"].tables)) < 700


def test_the_version_is_told() -> None:
    assert gr.__version__ == metadata.version("govreport")


def test_a_series_of_a_typo_is_an_error_and_of_a_label_is_that_of_its_figure() -> None:
    reports = [gr.parse(write_docx(make_spec(3, "2014", year=2018)))]
    with pytest.raises(gr.UnknownName, match=r"did you mean 'applications\.received'"):
        gr.series(reports, "aplications.received")
    with pytest.raises(gr.UnknownName, match="did you mean 'business'"):
        gr.series(reports, "applications.received", applicant="busines")
    asked = gr.series(reports, "收到申请数")
    assert asked == gr.series(reports, "applications.received")
    assert asked.id == "applications.received"
