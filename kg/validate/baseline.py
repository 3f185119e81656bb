"""Findings that are known already, and do not fail a check again."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.errors import EnvironmentFaultError, UsageError
from kg.validate.finding import Finding

__all__ = ["fingerprint", "read_baseline", "write_baseline"]

_VERSION = 1


def fingerprint(finding: Finding) -> str:
    """What a finding is known by: 16 hexadecimal digits that neither its line nor its message changes."""
    parts = (finding.focus, finding.shape, finding.component, finding.path, finding.value)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints of a file that `write_baseline` made.

    Raises `UsageError` for a file that is none, `EnvironmentFaultError` for one that cannot be read.
    """
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        version, known = data["version"], frozenset(str(row["fingerprint"]) for row in data["findings"])
    except OSError as error:
        raise EnvironmentFaultError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no baseline of kg: write one with --write-baseline") from error
    if version != _VERSION:
        raise UsageError(f"{path}: a baseline of version {version!r}; write it anew")
    return known


def write_baseline(path: Path, findings: Iterable[Finding]) -> int:
    """Note the findings as known; returns how many. The file is sorted, for version control."""
    rows = {
        fingerprint(f): {
            "fingerprint": fingerprint(f),
            "focus": f.focus,
            "shape": f.shape,
            "path": f.path,
            "message": f.message,
        }
        for f in findings
    }
    body = {"version": _VERSION, "findings": sorted(rows.values(), key=lambda row: tuple(row.values())[1:])}
    try:
        path.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise EnvironmentFaultError(f"cannot write {path}: {error.strerror or error}") from error
    return len(rows)
