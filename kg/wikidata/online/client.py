"""HTTP to a service of names: one request at a time, slowly, patiently, and never more of an answer than is safe."""

import email.utils
import fcntl
import json
import os
import random
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import EnvironmentFaultError

if TYPE_CHECKING:
    import httpx

__all__ = ["Client", "user_agent"]

RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
LONGEST_WAIT_S = 120.0
"""A service that wants to be left alone for longer is not waited for."""
LARGEST_BYTES = 64 * 1024 * 1024
"""Of an answer: ten items of Wikidata with all their statements stay below."""
_EXCERPT = 160


def user_agent(environment: Mapping[str, str] = os.environ) -> str:
    """Who asks, as Wikimedia's policy wants it: program, version, what it does, and $KG_ONLINE_CONTACT."""
    contact = "".join(c for c in environment.get("KG_ONLINE_CONTACT", "") if c.isprintable() and c.isascii())
    about = f"; {contact}" if contact.strip() else ""
    return f"newskg/{__version__} (https://w3id.org/newskg/; links names of news articles{about})"


class Client:
    """Requests to one service. All processes with the same folder take turns, `interval_s` apart.

    Busy answers and lost connections are tried again with growing pauses, or after what `Retry-After` says.
    Redirections are not followed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        interval_s: float = 0.2,
        timeout_s: float = 30.0,
        retries: int = 5,
        largest_bytes: int = LARGEST_BYTES,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.turn, self.interval_s = folder / ".turn", interval_s
        self.retries, self.largest_bytes, self.sleep = retries, largest_bytes, sleep
        self.longest_s = 4 * timeout_s
        self.http = _http(timeout_s)
        weakref.finalize(self, self.http.close)

    def ask(
        self,
        method: str,
        url: str,
        *,
        parameters: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        is_busy: Callable[[Any], bool] = lambda _: False,
    ) -> Any:
        """The JSON that the service answers; `is_busy` tells from it that one should ask again later.

        Raises `EnvironmentFaultError` if the service is not there, refuses, stays busy, or answers no JSON.
        """
        import httpx  # noqa: PLC0415 (only when somebody wants to go online)

        with self._turn():
            for attempt in range(self.retries + 1):
                last = attempt == self.retries
                try:
                    status, headers, body = self._once(method, url, parameters, form)
                except (httpx.TransportError, httpx.DecodingError) as error:
                    if last:
                        reason = str(error) or type(error).__name__
                        raise EnvironmentFaultError(
                            f"{url} cannot be reached: {reason}; finished articles are kept: run the same command again"
                        ) from error
                    self.sleep(_pause(attempt))
                    continue
                if status in RETRIED:
                    reason = f"status {status}"
                elif status != httpx.codes.OK:
                    raise EnvironmentFaultError(_refusal(url, status, headers, body))
                elif not is_busy(answer := _json(url, body)):
                    return answer
                else:
                    reason = "it is overloaded"
                pause = _pause(attempt, headers.get("retry-after", ""))
                if last or pause > LONGEST_WAIT_S:
                    asked = f", and asks to wait {pause:.0f} s" if pause > LONGEST_WAIT_S else ""
                    raise EnvironmentFaultError(
                        f"{url} stays busy ({reason}){asked}; finished articles are kept: run the same command later"
                    )
                self.sleep(pause)
        raise AssertionError  # the last attempt returns or raises

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other process asks, and the last one has asked long enough ago."""
        try:
            file = self.turn.open("a+", encoding="ascii")
        except OSError as error:
            raise EnvironmentFaultError(
                f"{self.turn}: cannot be written: {error.strerror or error}"
            ) from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            said = file.read(32).strip()
            left = (
                (float(said) if said.replace(".", "", 1).isdecimal() else 0.0) + self.interval_s - time.time()
            )
            if 0 < left <= self.interval_s:
                self.sleep(left)
            try:
                yield
            finally:
                file.truncate(0)
                file.write(f"{time.time():.3f}")

    def _once(
        self, method: str, url: str, parameters: Mapping[str, str] | None, form: Mapping[str, str] | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        import httpx  # noqa: PLC0415 (only when somebody wants to go online)

        pieces, size, end = [], 0, time.monotonic() + self.longest_s
        with self.http.stream(method, url, params=parameters, data=form) as response:
            for piece in response.iter_bytes():
                size += len(piece)
                if time.monotonic() > end:
                    raise httpx.ReadTimeout(f"the answer took more than {self.longest_s:.0f} s")
                if size > self.largest_bytes:
                    raise EnvironmentFaultError(
                        f"{url}: the answer is longer than {self.largest_bytes} bytes"
                    )
                pieces.append(piece)
            return response.status_code, response.headers, b"".join(pieces)


def _http(timeout_s: float) -> "httpx.Client":
    try:
        import httpx  # noqa: PLC0415 (only when somebody wants to go online)
    except ImportError as error:
        raise EnvironmentFaultError(
            "asking a service online needs httpx: python -m pip install 'newskg[online]'"
        ) from error
    return httpx.Client(
        headers={"User-Agent": user_agent(), "Accept": "application/json", "Accept-Encoding": "gzip"},
        timeout=httpx.Timeout(timeout_s, connect=10.0),
        follow_redirects=False,
        trust_env=False,
    )


def _pause(attempt: int, retry_after: str = "") -> float:
    """Seconds to wait: what the service asks for (a number or a date), else twice as long each time."""
    if retry_after.isdecimal():
        return float(retry_after[:9])
    if retry_after:
        try:
            return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
        except (ValueError, OverflowError):
            pass
    return 2.0**attempt * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)


def _json(url: str, body: bytes) -> Any:
    try:
        return json.loads(body)
    except RecursionError as error:
        raise EnvironmentFaultError(f"{url}: the answer is nested too deeply") from error
    except ValueError as error:
        raise EnvironmentFaultError(f"{url}: the answer is not JSON: {_excerpt(body)}") from error


def _excerpt(body: bytes) -> str:
    return " ".join(body[: 4 * _EXCERPT].decode("utf-8", "replace").split())[:_EXCERPT]


def _refusal(url: str, status: int, headers: Mapping[str, str], body: bytes) -> str:
    if 300 <= status < 400:
        where = headers.get("location", "?")[:_EXCERPT]
        return f"{url} answers {status} and sends elsewhere ({where}): give that address if you trust it"
    return f"{url} answers {status}: {_excerpt(body)}"
