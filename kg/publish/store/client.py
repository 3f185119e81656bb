"""HTTP to a store: authentication, patience, and errors that say what to do."""

import netrc
import os
import random
import re
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from kg import __version__
from kg.errors import EnvironmentFaultError, RunError, UsageError

__all__ = ["Answer", "Client", "Login", "StoreError", "TooLargeError", "login_for"]

RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""What may pass: busy, restarting, or a time limit. 507 (disk full) does not."""

FULL = re.compile(r"no space left|disk (?:is )?full|disk quota exceeded", re.IGNORECASE)
"""What a store says with a 500 when its disk is full."""

LONGEST_WAIT_S = 60.0
PORTION_BYTES = 256 * 1024
BODY_LIMIT_BYTES = 256 * 1024 * 1024
"""Of an answer; none that we ask for comes near."""

REASON_CHARACTERS = 200


class StoreError(RunError):
    """The store refuses, or what it holds is not what was sent."""


class TooLargeError(StoreError):
    """The store refuses a body of this size."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks: a name and password for Basic or Digest as the store demands, or a bearer token."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a store answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def login_for(address: str, environment: Mapping[str, str] = os.environ) -> Login:
    """The login from KG_STORE_TOKEN, from KG_STORE_USER and KG_STORE_PASSWORD, or from netrc ($NETRC, ~/.netrc).

    Raises `UsageError` for a netrc file that cannot be read, and for a name without a password.
    """
    token, user = environment.get("KG_STORE_TOKEN", ""), environment.get("KG_STORE_USER", "")
    if token:
        return Login(token=token)
    if user:
        if "KG_STORE_PASSWORD" not in environment:
            raise UsageError("KG_STORE_USER is set, KG_STORE_PASSWORD is not")
        return Login(user, environment["KG_STORE_PASSWORD"])
    path = Path(environment.get("NETRC", "") or Path(environment.get("HOME", "~")).expanduser() / ".netrc")
    try:
        found = netrc.netrc(str(path)).authenticators(urlsplit(address).hostname or "")
    except FileNotFoundError:
        return Login()
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "msg", None) or getattr(error, "strerror", None) or "not text"
        raise UsageError(f"{path}: cannot be read: {reason}") from error
    return Login(found[0], found[2] or "") if found else Login()


class _Challenge(httpx.Auth):
    """Basic or Digest, whichever the store asks for; nothing is sent before it asks."""

    def __init__(self, login: Login) -> None:
        self.login = login
        self.chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, and again with the login if the store asks for one."""
        if self.chosen is None:
            response = yield request
            asked = response.headers.get("www-authenticate", "").casefold()
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            if "digest" in asked:
                self.chosen = httpx.DigestAuth(self.login.user, self.login.password)
            elif "basic" in asked:
                self.chosen = httpx.BasicAuth(self.login.user, self.login.password)
            else:
                return
        yield from self.chosen.auth_flow(request)


class _Portions:
    """A body in portions. It is let go when it was sent: the request lives on in a cycle until that is collected."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.body = b""

    def __iter__(self) -> Iterator[bytes]:
        return (self.body[start : start + PORTION_BYTES] for start in range(0, len(self.body), PORTION_BYTES))


class Client:
    """Requests to one store, repeated with growing pauses while it is busy or away.

    Redirections are not followed: a login would go with them.
    """

    def __init__(
        self,
        login: Login,
        *,
        timeout_s: float = 300.0,
        retries: int = 5,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.retries, self.sleep = retries, sleep
        headers = {"User-Agent": f"kg/{__version__}"}
        auth: httpx.Auth | None = None
        if login.token:
            headers["Authorization"] = f"Bearer {login.token}"
        elif login.user:
            auth = _Challenge(login)
        self.http = httpx.Client(
            auth=auth,
            headers=headers,
            timeout=httpx.Timeout(timeout_s, connect=10.0),
            follow_redirects=False,
            trust_env=False,
        )
        self.reached = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.http.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        parameters: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        accept_status: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer to a request that succeeded, or whose status is accepted.

        Raises `EnvironmentFaultError` if the store was never reached, `StoreError` if it refuses or goes away.
        """
        request: dict[str, Any] = {"headers": dict(headers or {}), "params": parameters}
        if form is not None:
            request["data"] = dict(form)
        if body is not None:
            request["headers"]["Content-Length"] = str(len(body))
        for attempt in range(self.retries + 1):
            last = attempt == self.retries
            try:
                answer = self._once(method, url, request, body)
            except httpx.TransportError as error:
                if last or isinstance(error, httpx.UnsupportedProtocol):
                    raise self._gone(url, error) from error
                self.sleep(_pause(attempt))
                continue
            self.reached = True
            if answer.status < 300 or answer.status in accept_status:
                return answer
            if answer.status not in RETRIED or _is_full(answer) or last:
                raise _refusal(method, url, answer, len(body or b""))
            self.sleep(_pause(attempt, answer.headers.get("retry-after", "")))
        raise AssertionError  # the last attempt returns or raises

    def _once(self, method: str, url: str, request: dict[str, Any], body: bytes | None) -> Answer:
        if body is None:
            return self._answer(method, url, request)
        with _Portions(body) as portions:
            return self._answer(method, url, request | {"content": portions})

    def _answer(self, method: str, url: str, request: Mapping[str, Any]) -> Answer:
        with self.http.stream(method, url, **request) as response:
            pieces, size = [], 0
            for piece in response.iter_bytes():
                size += len(piece)
                if size > BODY_LIMIT_BYTES:
                    raise StoreError(f"{_shown(url)}: the answer is longer than {BODY_LIMIT_BYTES} bytes")
                pieces.append(piece)
            return Answer(response.status_code, dict(response.headers), b"".join(pieces))

    def _gone(self, url: str, error: httpx.TransportError) -> Exception:
        reason = str(error) or type(error).__name__
        if self.reached:
            return StoreError(
                f"{_shown(url)}: the store went away: {reason}; run the same command again, it goes on from here"
            )
        return EnvironmentFaultError(f"{_shown(url)}: the store cannot be reached: {reason}")


def _shown(url: str) -> str:
    return url.partition("?")[0]


def _pause(attempt: int, retry_after: str = "") -> float:
    """Seconds to wait: what the store asks for, else twice as long each time, not all clients at once."""
    if retry_after.isdecimal():
        return min(float(retry_after), LONGEST_WAIT_S)
    return min(2.0**attempt * random.uniform(0.25, 0.5), LONGEST_WAIT_S)  # noqa: S311 (no secret)


def _said(answer: Answer) -> str:
    return " ".join(answer.body.decode("utf-8", "replace").split())


def _is_full(answer: Answer) -> bool:
    return answer.status == httpx.codes.INSUFFICIENT_STORAGE or FULL.search(_said(answer)) is not None


ADVICE = {
    401: "it asks for a login: set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN, or write ~/.netrc",
    403: "the login is not allowed to do this",
    404: "nothing is there: check the address and --profile",
    405: "it does not do this here: check the address and --profile",
    413: "the body is too large: give a smaller --batch-size",
    415: "it does not read this format: check --profile",
    507: "its disk is full: make room there and run the same command again",
}


def _refusal(method: str, url: str, answer: Answer, size: int) -> StoreError:
    said = _said(answer)[:REASON_CHARACTERS]
    advice = ADVICE[507] if _is_full(answer) else ADVICE.get(answer.status, "")
    if 300 <= answer.status < 400:
        advice = f"it sends elsewhere ({answer.headers.get('location', '?')[:100]}): give that address if you trust it"
    text = f"{_shown(url)}: the store answers {answer.status} to {method}"
    text += f"; {advice}" if advice else ""
    text += f" (it says: {said})" if said else ""
    if answer.status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return TooLargeError(f"{text} ({size} bytes were sent)")
    return StoreError(text)
