"""What holds for the code as a whole, and a person would have to remember."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import govreport
from govreport.zh.organs import organ_words
from govreport.zh.page import label_keys
from govreport.zh.units import table_units

SOURCES = Path(govreport.__file__).parent
TESTS = Path(__file__).parent
MODULES = {path.relative_to(SOURCES).as_posix(): path for path in SOURCES.rglob("*.py")}

#: What changes a container, and what does so to things of our own making too.
CHANGES = {"append", "appendleft", "extend", "insert", "setdefault"}
ALSO = {"add", "clear", "discard", "pop", "remove", "sort", "update"}
#: So many of them, and it is a list; a column or a rule may name some.
MOST_NAMED = 3
CONTAINERS = ("list[", "dict[", "set[", "Counter[", "deque[", "defaultdict[", "bytearray")


def changed(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the names of parameters that are containers and are changed in a function."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    said = {a.arg: ast.unparse(a.annotation) if a.annotation else "" for a in arguments}
    handed = {name: type_.startswith(CONTAINERS) for name, type_ in said.items()}
    for gone in ("self", "cls", *(name for name, type_ in said.items() if "_Element" in type_)):
        handed.pop(gone, None)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            # A name that is given another value is no longer what was handed over.
            for target in node.targets:
                if isinstance(target, ast.Name):
                    handed.pop(target.id, None)
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                sure = method in CHANGES or (method in ALSO and handed.get(name, False))
            case ast.AugAssign(target=ast.Name(id=name)):
                sure = handed.get(name, False)
            case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=name))):
                sure = True
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))]):
                sure = True
            case _:
                continue
        if sure and name in handed:
            yield name


@pytest.mark.parametrize("module", MODULES)
def test_no_function_adds_to_what_it_was_handed(module: str) -> None:
    """It returns what it found: ``value, findings``."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert {each.name: found for each in functions if (found := set(changed(each)))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "def f(a): a.append(1)",
        "def f(a): a[0] = 1",
        "def f(a): a[0] += 1",
        "def f(a: list[int]): a += [1]",
        "def f(a: set[int]): a.add(1)",
        "def f(*, a: dict[str, int]): a.update(x=1)",
    ],
)
def test_what_adds_is_found(code: str) -> None:
    [function] = ast.parse(code).body
    assert isinstance(function, ast.FunctionDef)
    assert list(changed(function)) == ["a"]


@pytest.mark.parametrize(
    "code",
    [
        "def f(a):\n a = sorted(a)\n a.append(1)",
        "def f(a: int): a += 1",
        "def f(self): self.append(1)",
        "def f(a): b = []; b.append(a)",
    ],
)
def test_what_does_not_is_not(code: str) -> None:
    [function] = ast.parse(code).body
    assert isinstance(function, ast.FunctionDef)
    assert list(changed(function)) == []


@pytest.mark.parametrize("path", sorted(TESTS.glob("**/*.py")), ids=lambda path: path.stem)
def test_no_module_of_tests_is_imported_by_another(path: Path) -> None:
    """What tests share lives in tests/support."""
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert {name for name in imported if name.rpartition(".")[2].startswith("test_")} == set()


NAME = re.compile(r"\bgovreport((?:\.[A-Za-z_]\w*)+)")
PATH = re.compile(r"(?<![\w/])(?:src|tests|docs|benchmarks)/[\w./-]+\.(?:py|toml|tsv|md)\b")
ROOT = TESTS.parent
WRITTEN = [
    *ROOT.glob("README*.md"),
    *ROOT.glob("docs/**/*.md"),
    *(
        path
        for room in ("src", "tests", "docs", "benchmarks")
        for path in ROOT.glob(f"{room}/**/*.py")
    ),
]


def exists(name: str) -> bool:
    """Whether a dotted name leads to a module or to something in one."""
    first, *rest = name.split(".")
    module = importlib.import_module("govreport")
    value: object = module
    for part in (first, *rest):
        try:
            value = importlib.import_module(f"{module.__name__}.{part}")
            module = value
        except ModuleNotFoundError:
            if not hasattr(value, part):
                return False
            value = getattr(value, part)
    return True


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_named_exists(path: Path) -> None:
    """Modules and files that a page or a docstring names: rooms move, and words stay behind."""
    text = path.read_text("utf-8")
    rooms = {entry.name.removesuffix(".py") for entry in SOURCES.iterdir()} - {"__init__"}
    names = {name[1:] for name in NAME.findall(text)}
    gone = {name for name in names if name.split(".")[0] in rooms and not exists(name)}
    files = {name for name in PATH.findall(text) if not (ROOT / name).exists()}
    assert (gone, files) == (set(), set())


#: Words that stand in one data file, and that no module may have a list of beside it.
FACTS = {
    "zh/page.py": label_keys().keys(),
    "zh/organs.py": [each for each in organ_words().endings if len(each) > 2],
    "zh/units.py": [each for each in table_units() if len(each) > 1],
}


def strings(tree: ast.Module) -> Iterator[str]:
    """Yield the strings of a module that are no docstrings."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


@pytest.mark.parametrize("module", MODULES)
def test_no_module_lists_facts_of_which_there_is_a_file(module: str) -> None:
    text = "\n".join(strings(ast.parse(MODULES[module].read_text("utf-8"))))
    for home, words in FACTS.items():
        longest = [word for word in words if len(word) > 1 and word in text]
        assert len(longest) <= MOST_NAMED, (home, longest)


#: Where patterns are compiled: all of ours, and those that a user gives.
COMPILES = {"zh/patterns.py", "batch/store/arrivals.py"}


@pytest.mark.parametrize("module", sorted(MODULES.keys() - COMPILES))
def test_patterns_are_compiled_when_they_are_used(module: str) -> None:
    """And not when a module loads, for no run needs more than a few of them."""
    assert "regex.compile(" not in MODULES[module].read_text("utf-8"), "use lazy_pattern"
