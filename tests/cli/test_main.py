import os
import signal
import subprocess
import sys
import time

import click
import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, main
from kg.errors import EnvironmentFaultError, RecordError, RunError, UsageError

KG = [sys.executable, "-c", "from kg.cli import main; main(prog_name='kg')"]


def faulty(error):
    @click.command()
    def command():
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        pytest.param(UsageError("no such file"), 2, "error: no such file", id="used wrongly"),
        pytest.param(RecordError("not English"), 1, "error: not English", id="an article"),
        pytest.param(RunError("too many"), 1, "error: too many", id="a run"),
        pytest.param(EnvironmentFaultError("disk full"), 3, "error: disk full", id="the environment"),
        pytest.param(KeyboardInterrupt(), 130, "error: interrupted; what was finished is kept", id="Ctrl-C"),
        pytest.param(
            PermissionError(13, "Permission denied", "x"), 3, "error: x: Permission denied", id="the system"
        ),
        pytest.param(RecordError("a\x1b[31mb\nc"), 1, "error: a\\x1b[31mb\\nc", id="words of an article"),
        pytest.param(ZeroDivisionError("oh"), 1, "error: internal error: ZeroDivisionError: oh", id="a bug"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(monkeypatch, error, code, line):
    monkeypatch.setattr(type(main), "get_command", lambda *_: faulty(error))
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1


def test_the_number_that_a_command_returns_is_the_exit_code(monkeypatch):
    monkeypatch.setattr(type(main), "get_command", lambda *_: click.command()(lambda: 1))
    assert CliRunner().invoke(main, ["build"]).exit_code == 1


@pytest.mark.parametrize("arguments", [["nonsense"], ["build"], ["query", "--colour"]])
def test_a_wrong_call_is_exit_code_2(arguments):
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "Error:" in result.stderr


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command(option):
    result = CliRunner().invoke(main, [option])
    assert result.exit_code == 0
    for name, line in COMMANDS.items():
        assert f"{name} " in result.stdout
        assert line in result.stdout


@pytest.mark.parametrize("name", [n for n in sorted(COMMANDS) if n not in ("kb", "validate")])
def test_the_list_of_commands_tells_no_lies(name):
    with click.Context(main) as context:
        command = main.get_command(context, name)
    assert command.name == name
    assert not command.help.split("\n")[0].endswith(".")


def test_help_loads_no_model_and_no_rdf():
    code = (
        "import sys\nfrom kg.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('spacy', 'rdflib', 'pyoxigraph', 'numpy', 'onnxruntime') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_help_is_quick():
    spent = []
    for _ in range(3):
        before = os.times()
        subprocess.run([*KG, "--help"], capture_output=True, check=True)
        after = os.times()
        spent.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    assert min(spent) < 0.3


def test_a_closed_pipe_is_no_error(tmp_path):
    dump = tmp_path / "graph.nq"
    dump.write_text(
        "".join(f'<https://a.example/{i}> <https://a.example/p> "{i:0200}" .\n' for i in range(5000))
    )
    command = " ".join(["exec", *(f"'{part}'" for part in KG[:2]), f'"{KG[2]}"', "query", str(dump)])
    run = subprocess.run(
        ["bash", "-c", f"set -o pipefail; ({command} 'SELECT * {{ ?s ?p ?o }}') | head -1 >/dev/null"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.slow
def test_ctrl_c_stops_a_build_with_its_workers(tmp_path):
    script = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job of a shell ignores it\n"
        "from kg.article import Article\nfrom kg.cli import main\nimport click\n"
        "from kg.pool import each\n"
        "def work(seconds):\n    print('ready', flush=True)\n    time.sleep(seconds)\n"
        "@click.command()\n"
        "def slow():\n"
        "    for _ in each(iter([30, 30]), work, jobs=2): pass\n"
        "type(main).get_command = lambda *_: slow\n"
        "if __name__ == '__main__':\n    main(['slow'])\n"
    )
    path = tmp_path / "slow.py"
    path.write_text(script)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    process = subprocess.Popen(
        [sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        start_new_session=True,
    )  # fmt: skip
    assert [process.stdout.readline() for _ in range(2)] == ["ready\n"] * 2  # one from each worker
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == "error: interrupted; what was finished is kept\n"
    assert gone(process.pid)


def gone(group):
    """Whether all processes of the group end within some seconds."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
