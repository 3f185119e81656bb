"""The README does what it says: its example is real output, its commands and its code run."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KG = Path(sys.executable).with_name("kg")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def kg(*arguments: str, folder: Path) -> str:
    done = subprocess.run([KG, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"kg {shlex.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def triples(turtle: str) -> set[str]:
    return {str(quad.triple) for quad in parse(turtle.encode(), format=RdfFormat.TURTLE)}


def commands() -> list[str]:
    lines = [line.partition("  #")[0].strip() for block in blocks("console") for line in block.splitlines()]
    return [line for line in lines if line.startswith("kg ")]


@pytest.fixture
def folder(tmp_path):
    """A folder with what the README's commands read."""
    shutil.copytree(ROOT / "examples" / "articles", tmp_path / "all")
    (tmp_path / "articles").mkdir()
    shutil.copy(tmp_path / "all" / "geneva-grain.txt", tmp_path / "articles")
    shutil.copy(tmp_path / "all" / "geneva-grain.txt", tmp_path / "article.txt")
    shutil.copytree(ROOT / "tests" / "score" / "gold", tmp_path / "annotated")
    return tmp_path


@pytest.mark.usefixtures("nlp")
def test_the_example_is_what_comes_out(tmp_path):
    (tmp_path / "fleet.txt").write_text(blocks("text")[0], encoding="utf-8")
    command = re.search(r"`kg (extract fleet\.txt [^`]*)`", README)
    assert command is not None
    made = kg(*shlex.split(command[1]), folder=tmp_path)
    prefixes = "".join(line for line in made.splitlines(keepends=True) if line.startswith("@prefix"))
    shown = blocks("turtle")[0]
    assert triples(prefixes + shown) - triples(made) == set()


@pytest.mark.usefixtures("nlp")
def test_the_commands_run(folder):
    assert len(commands()) >= 5
    for command in commands():
        kg(*shlex.split(command)[1:], folder=folder)
    assert (folder / "dump" / "graph.nq").stat().st_size
    assert (folder / "review.html").stat().st_size


@pytest.mark.usefixtures("nlp")
@pytest.mark.parametrize("code", blocks("python"))
def test_the_code_runs(code, capsys):
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_what_the_readme_names_is_there():
    paths = re.findall(
        r"`((?:docs|benchmarks|examples|training)/[\w./-]*|[A-Z]+\.md|NOTICE|LICENSE)`", README
    )
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert paths
    assert missing == []


def test_the_first_screen_is_the_readme():
    assert 100 <= len(README.splitlines()) <= 200
