"""The command line: one file a command, loaded when it is called."""

import importlib
import os
import sys
from typing import Any, NoReturn

import click

from kg import __version__
from kg.errors import KGError

__all__ = ["main"]

COMMANDS = {
    "build": "Turn articles into a dump of linked data",
    "diff": "Show what changed between two dumps",
    "export": "Write a dump in a form that others use",
    "extract": "Show what is found in one article",
    "kb": "Look into the knowledge base",
    "load": "Load a dump into a SPARQL store",
    "query": "Ask a dump or a store with SPARQL",
    "read": "Show what is understood of articles before anything is extracted",
    "score": "Measure quality against annotated articles",
    "validate": "Check a dump against the shapes",
    "verify": "Compare a dump with its manifest and description",
}
"""Name and first line of each command: `kg --help` shows them without loading any."""


class Fault(click.ClickException):
    """An error of ours on its way to the user: one line and an exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc] # click reads it from the instance, too

    def show(self, file: Any = None) -> None:
        """Write the line to standard error."""
        from kg.escape import plain

        click.echo(f"error: {plain(self.message)}", err=file is None, file=file)


class Commands(click.Group):
    """A group whose commands are imported when called, and whose errors are ours."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click passes it)
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"kg.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> None:
        """Run a command; the number that it returns is the exit code, and no traceback reaches a user."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except KGError as error:
            raise Fault(str(error), error.exit_code) from error
        except KeyboardInterrupt as error:
            raise Fault("interrupted; what was finished is kept", 130) from error
        except BrokenPipeError:
            _leave_pipe(ctx)
        except OSError as error:
            raise Fault(f"{error.filename or 'system'}: {error.strerror or error}", 3) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("KG_TRACEBACK"):
                raise
            name = f"internal error: {type(error).__name__}: {error}"
            raise Fault(f"{name}; please report it, with what KG_TRACEBACK=1 shows", 1) from error
        if isinstance(code, int):
            ctx.exit(code)


def _leave_pipe(ctx: click.Context) -> NoReturn:
    """Whoever read our output has enough of it: no error, and no complaint when Python flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    ctx.exit(0)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Turn English news articles into linked data: actors, events, statements, publications"""
