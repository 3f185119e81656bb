"""Imports go one way, and nothing heavy is loaded before it is needed."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = (
    {"article", "records", "errors", "trace"},
    {"config", "escape", "packing", "paths", "pool"},
    {"readers", "language"},
    {"extract", "wikidata"},
    {"resolve"},
    {"rdf"},
    {"validate"},
    {"publish"},
    {"run"},
    {"score"},
    {"cli", "web"},
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}
"""A part imports parts of lower levels and itself, never its neighbours."""

NEIGHBOURS = {("records", "article"), ("trace", "records"), ("config", "paths"), ("cli", "web")}
HOME = {"spacy": {"language", "extract"}, "onnxruntime": {"language"}, "tokenizers": {"language"}}
FIRST = {"rdflib": "rdf", "pyoxigraph": "rdf", "pyshacl": "validate", "click": "cli"}


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / "kg").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path, *, anywhere: bool = True) -> set[str]:
    """The absolute names that a file imports, types-only imports left out; at its top level or `anywhere`."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            assert node.level == 0, f"{path}: relative import"
        elif anywhere or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            pending += ast.iter_child_nodes(node)
    return found


MODULES = modules()
PARTS = sorted({name.split(".")[1] for name in MODULES if "." in name})


def module_of(name: str) -> str | None:
    """The module that an imported name is or stands in."""
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    return name or None


def part_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def test_every_part_has_its_place():
    assert set(PARTS) <= set(LEVEL)


@pytest.mark.parametrize("name", [m for m in MODULES if part_of(m)])
def test_imports_go_one_way(name):
    part = part_of(name)
    for other in imported(MODULES[name]):
        target = part_of(module_of(other) or "") if other.split(".")[0] == "kg" else ""
        if target and target != part and (part, target) not in NEIGHBOURS:
            assert LEVEL[target] < LEVEL[part], f"{name} imports {other}"


def test_no_module_is_in_a_cycle():
    graph = {
        name: {
            found for other in imported(path, anywhere=False) if (found := module_of(other)) and found != name
        }
        for name, path in MODULES.items()
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("name", MODULES)
def test_libraries_stay_where_they_belong(name):
    part = part_of(name)
    for library in {other.split(".")[0] for other in imported(MODULES[name])}:
        assert part in HOME.get(library, {part}), f"{name} imports {library}"
        if library in FIRST:
            assert LEVEL[part] >= LEVEL[FIRST[library]], f"{name} imports {library}"


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("kg", {"spacy", "onnxruntime", "pyoxigraph", "rdflib", "numpy", "click"}),
        ("kg.cli", {"spacy", "onnxruntime", "pyoxigraph", "rdflib", "numpy"}),
        ("kg.readers", {"spacy", "onnxruntime", "pyoxigraph", "rdflib"}),
        ("kg.web.review", {"spacy", "onnxruntime", "pyoxigraph", "rdflib"}),
        ("kg.rdf.map", {"spacy", "onnxruntime"}),
    ],
)
def test_importing_stays_light(module, absent):
    code = f"import sys, {module}; print(*(m for m in {sorted(absent)} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []
