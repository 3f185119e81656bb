"""The command line: one file a command, loaded when it is called."""

import importlib
import os
import sys
from typing import Any

import click

from kg import __version__
from kg.errors import KGError

__all__ = ["cli", "main"]

COMMANDS = {
    "build": "Turn articles into a dump of linked data",
    "extract": "Show what is found in one article",
    "kb": "Look into the knowledge base",
    "query": "Ask a dump with SPARQL",
    "validate": "Check a dump against the shapes",
}


class Lazy(click.Group):
    """A group whose commands are imported when called, so that `kg --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
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


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Turn English news articles into linked data: actors, events, statements, publications"""


def main() -> None:
    """Run the command line; every error of ours is one line and an exit code."""
    try:
        code: Any = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        _stop("interrupted; what was finished is kept", 130)
    except KeyboardInterrupt:
        _stop("interrupted; what was finished is kept", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except KGError as error:
        _stop(str(error), error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _stop(message: str, code: int) -> None:
    from kg.cli.output import plain

    click.echo(f"error: {plain(message)}", err=True)
    sys.exit(code)
