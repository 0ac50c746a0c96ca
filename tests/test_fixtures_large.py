"""The builder of large archives: what it says is in them is in them, the same every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import govreport as gr
from fixtures import large
from fixtures.broken import BROKEN
from fixtures.large import File, files
from govreport.batch.walk.archive import EntryKind, walk
from support.archives import write

MARKED = "".join(large.MARKS)


@pytest.fixture(autouse=True, scope="module")
def _pools() -> Iterator[None]:
    """Stand-ins for what LibreOffice makes."""

    def pool(format: str) -> Mapping[int, tuple[bytes, ...]]:
        years = range(large.FIRST, large.FIRST + large.YEARS)
        return {
            year: tuple(f"{format} {year} {n} {MARKED}".encode("utf-16") for n in range(large.POOL))
            for year in years
        }

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "_pool", pool)
        yield


@pytest.fixture(scope="module")
def found(_pools: None) -> list[File]:
    return [*files(0, 800)]


def test_shares(found: list[File]) -> None:
    kinds = Counter(file.kind for file in found)
    broken = {kind: kinds.pop(kind) for kind in BROKEN if kind in kinds}
    assert len(broken) == len(BROKEN) == 15
    assert sum(broken.values()) == 16, "2 %"
    assert kinds.pop("copy") == 40, "5 %"
    assert (kinds.pop("no-report"), kinds.pop("hidden")) == (8, 4)
    assert kinds.pop("report") == 724
    assert sum(kinds.values()) == 8, "1 % containers"
    assert sum(large.SHARES.values()) == 100


def test_paths_and_contents_differ_but_for_copies(found: list[File]) -> None:
    assert len({file.path for file in found}) == len(found)
    data = Counter(file.data for file in found if file.kind in ("report", "copy"))
    assert Counter(data.values()) == {1: 724 - 40, 2: 40}


def test_the_same_files_whatever_is_asked_for(found: list[File]) -> None:
    assert [*files(310, 15)] == found[310:325]


def test_pooled_files_bear_the_names_of_their_organs(found: list[File]) -> None:
    pooled = [file for file in found if file.path.endswith((".doc", ".wps", ".rtf", ".xls"))]
    for file in pooled:
        if file.kind == "report":
            year, city, organ = file.path.split("/")[:3]
            text = file.data.decode("utf-16")
            assert text.endswith(city + organ)
            assert year in text


def test_reports_are_reports_of_their_organ_and_year() -> None:
    for file in files(0, 40):
        if file.kind == "report" and not file.path.endswith((".doc", ".wps", ".rtf", ".xls")):
            report = gr.parse(file.data)
            year, city, organ = file.path.split("/")[:3]
            assert (report.year, report.issuer.name) == (int(year), city + organ)


def test_containers_hold_reports(tmp_path: Path, found: list[File]) -> None:
    containers = {file.path: file.data for file in found if file.kind in ("zip", "zip-gbk")}
    assert len(containers) == 7
    folder = write(tmp_path, containers)
    kinds = Counter(entry.kind for entry in walk(folder))
    assert kinds[EntryKind.CONTAINER] == 7
    assert kinds[EntryKind.FILE] == sum(3 + n % 4 for n in range(7))


@pytest.mark.parametrize("kind", [kind for kind in BROKEN if not kind.startswith("zip")])
def test_broken_files_give_no_report(kind: str) -> None:
    _, make = BROKEN[kind]
    with pytest.raises(gr.GovReportError):
        gr.parse(make(large._spec(17)))
