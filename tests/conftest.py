"""What tests need, so that daily work can leave the slow ones out (``make test-quick``)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

#: Modules whose tests take long: whole archives, workers of their own, thousands of files.
SLOW = {
    "test_batch_across",
    "test_batch_archive",
    "test_batch_fire",
    "test_batch_local",
    "test_batch_many",
    "test_batch_parser",
    "test_batch_points",
    "test_batch_region",
    "test_batch_remote",
    "test_batch_run",
    "test_batch_store",
    "test_batch_summary",
    "test_batch_worker",
    "test_cli",
    "test_cli_batch",
    "test_cli_inputs",
    "test_cli_view",
    "test_corpus",
    "test_county",
    "test_docs",
    "test_docs_pages",
    "test_enforcement",
    "test_export_boxes",
    "test_fixtures",
    "test_fixtures_large",
    "test_fuzz",
    "test_howto",
    "test_labelled_reports",
    "test_ledger",
    "test_matrix",
    "test_out",
    "test_ocr",
    "test_packaging",
    "test_pictured",
    "test_public_any",
    "test_readers_pdf_fonts",
    "test_readers_pdf_seen",
    "test_seen_web",
    "test_seen_word",
    "test_units",
    "test_wrapping",
    "test_years",
}
#: Those that run programs beside Python: LibreOffice, Chromium, poppler, bsdtar.
OFFICE = {
    "libreoffice",  # tests/fixtures
    "test_doc_oracle",
    "test_libreoffice",
    "test_matrix",
    "test_numbering_oracle",
    "test_readers_pdf_oracle",
    "test_readers_sheets",
    "test_serve_browser",
}
#: Those that run Ray.
RAY = {"test_batch_ray"}


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark the tests by the module that they stand in."""
    for item in items:
        module = item.path.stem
        for mark, modules in (("slow", SLOW), ("office", OFFICE), ("ray", RAY)):
            if module in modules:
                item.add_marker(mark)
