import email.utils
import gzip
import time

import pytest

from kg.errors import EnvironmentFaultError
from kg.wikidata.online.client import Client, user_agent
from tests.publish.store.servers import told

OK = (200, {}, b'{"a": 1}')


@pytest.fixture
def ask(tmp_path):
    """Ask a server that gives these answers in turn; what came, and how long was waited between."""

    def run(*answers, **options):
        answers, waits = list(answers), []
        with told(lambda *_: answers.pop(0)) as server:
            client = Client(tmp_path, interval_s=0, sleep=waits.append, **options)
            try:
                return (
                    client.ask("GET", f"{server.address}/api", is_busy=lambda answer: "busy" in answer),
                    waits,
                    server,
                )
            except EnvironmentFaultError as error:
                return str(error), waits, server

    return run


def test_it_says_who_it_is(ask):
    _, _, server = ask(OK)
    assert server.headers[0]["user-agent"].startswith("newskg/")
    assert "accept-encoding" in server.headers[0]


def test_the_contact_stands_in_the_user_agent():
    assert user_agent({"KG_ONLINE_CONTACT": "desk@example.org\r\nX: y"}).endswith(
        "articles; desk@example.orgX: y)"
    )


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param((429, {"Retry-After": "7"}, b""), id="too many requests"),
        pytest.param((503, {"Retry-After": "7"}, b"<html>"), id="unavailable"),
        pytest.param((200, {"Retry-After": "7"}, b'{"busy": 1}'), id="said in the answer"),
    ],
)
def test_it_waits_as_long_as_it_is_asked_to(ask, busy):
    answer, waits, _ = ask(busy, busy, OK)
    assert answer == {"a": 1}
    assert waits == [7.0, 7.0]


def test_a_date_to_come_back_at_is_heeded(ask):
    later = email.utils.formatdate(time.time() + 30, usegmt=True)
    _, waits, _ = ask((429, {"Retry-After": later}, b""), OK)
    assert 25 < waits[0] <= 30


def test_without_a_date_pauses_grow(ask):
    answer, waits, _ = ask(*[(502, {}, b"")] * 4, OK)
    assert answer == {"a": 1}
    assert 0.5 <= waits[0] <= 1
    assert 4 <= waits[3] <= 8


def test_a_dropped_connection_is_tried_again(ask):
    answer, waits, _ = ask((0, {}, b""), OK)
    assert answer == {"a": 1}
    assert len(waits) == 1


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        pytest.param([(429, {}, b"")] * 3, "stays busy (status 429)", id="busy"),
        pytest.param([(200, {}, b'{"busy": 1}')] * 3, "it is overloaded", id="overloaded"),
        pytest.param([(503, {"Retry-After": "86400"}, b"")], "asks to wait 86400 s", id="away for a day"),
        pytest.param([(0, {}, b"")] * 3, "cannot be reached", id="away"),
        pytest.param([(403, {}, b"no\x1b robots")], "answers 403", id="refused"),
        pytest.param(
            [(302, {"Location": "http://10.0.0.1/"}, b"")],
            "sends elsewhere (http://10.0.0.1/)",
            id="redirect",
        ),
        pytest.param([(200, {}, b"<html>Log in")], "is not JSON: <html>Log in", id="no JSON"),
        pytest.param([(200, {}, b'{"a": ')], "is not JSON", id="cut off"),
        pytest.param([(200, {}, b"[" * 200_000)], "nested too deeply", id="nested"),
        pytest.param([(200, {}, b'"' + b"x" * 5000 + b'"')], "longer than 4000 bytes", id="huge"),
        pytest.param(
            [(200, {"Content-Encoding": "gzip"}, gzip.compress(b'"' + b"x" * 90_000 + b'"'))],
            "longer than",
            id="bomb",
        ),
        pytest.param(
            [(200, {"Content-Encoding": "gzip"}, b"not packed")] * 3, "cannot be reached", id="not packed"
        ),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(ask, answers, said):
    message, _, server = ask(
        *answers, retries=2, largest_bytes=4000 if b"[[" not in answers[0][2] else 1 << 20
    )
    assert said in message
    assert "\n" not in message
    assert len(server.requests) == len(answers)


def test_an_answer_that_drips_is_given_up(tmp_path):
    with told(lambda *_: (200, {}, b"{}")) as server:
        client = Client(tmp_path, interval_s=0, retries=0)
        client.longest_s = -1.0
        with pytest.raises(EnvironmentFaultError, match="took more than"):
            client.ask("GET", server.address)


def test_requests_of_all_processes_keep_their_distance(tmp_path):
    waits = []
    with told(lambda *_: OK) as server:
        for _ in range(3):
            Client(tmp_path, interval_s=5.0, sleep=waits.append).ask("GET", server.address)
    assert len(waits) == 2
    assert all(4 < wait <= 5 for wait in waits)


def test_nobody_there(tmp_path):
    client = Client(tmp_path, interval_s=0, retries=1, sleep=lambda _: None)
    with pytest.raises(EnvironmentFaultError, match=r"http://127\.0\.0\.1:1 cannot be reached"):
        client.ask("GET", "http://127.0.0.1:1")
