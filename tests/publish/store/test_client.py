import pytest

from kg.errors import UsageError
from kg.publish.store.client import Client, Login, StoreError, login_for
from kg.publish.store.profile import PROFILES, guess_profile, profile_for
from tests.publish.store.servers import told


def test_a_token_wins_over_a_name():
    environment = {"KG_STORE_TOKEN": "t", "KG_STORE_USER": "u", "KG_STORE_PASSWORD": "p"}
    assert login_for("http://a.example/", environment) == Login(token="t")
    del environment["KG_STORE_TOKEN"]
    assert login_for("http://a.example/", environment) == Login("u", "p")


def test_netrc_gives_the_login_of_its_host(tmp_path):
    path = tmp_path / "netrc"
    path.write_text("machine a.example login u password p\n")
    path.chmod(0o600)
    assert login_for("http://a.example/", {"NETRC": str(path)}) == Login("u", "p")
    assert login_for("http://b.example/", {"NETRC": str(path)}) == Login()
    path.write_text("machine a.example login u password p oops\n")
    with pytest.raises(UsageError, match="cannot be read"):
        login_for("http://a.example/", {"NETRC": str(path)})


def test_a_name_without_a_password():
    with pytest.raises(UsageError, match="KG_STORE_PASSWORD is not"):
        login_for("http://a.example/", {"KG_STORE_USER": "u"})


@pytest.mark.parametrize(
    ("challenge", "scheme"),
    [('Basic realm="x"', "Basic "), ('Digest realm="x", nonce="n", qop="auth", algorithm=MD5', "Digest ")],
)
def test_the_login_is_given_in_the_way_that_is_asked_for(challenge, scheme):
    def answer(method, path, body):
        sent = store.headers[-1].get("authorization", "")
        return (200, {}, b"") if sent.startswith(scheme) else (401, {"WWW-Authenticate": challenge}, b"")

    with told(answer) as store, Client(Login("u", "p")) as client:
        client.send("PUT", store.address, body=b"x")
        client.send("PUT", store.address, body=b"y")
    assert "authorization" not in store.headers[0]
    assert store.requests[-1][2] == b"y"
    assert [body for _, _, body in store.requests].count(b"y") == 1


def test_a_token_is_sent_and_never_shown():
    with told(lambda method, path, body: (403, {}, b"")) as store, Client(Login(token="hush")) as client:
        with pytest.raises(StoreError) as caught:
            client.send("GET", f"{store.address}/?q=1")
    assert store.headers[0]["authorization"] == "Bearer hush"
    assert "hush" not in str(caught.value) + repr(Login(token="hush"))


def test_pauses_grow_and_heed_the_store():
    waits = []
    replies = iter([(500, {}, b""), (500, {}, b""), (503, {"Retry-After": "7"}, b""), (200, {}, b"")])
    with told(lambda method, path, body: next(replies)) as store:
        with Client(Login(), sleep=waits.append) as client:
            client.send("GET", store.address)
    assert 0.25 <= waits[0] <= 0.5 <= waits[1] <= 1.0
    assert waits[2] == 7


def test_redirections_are_not_followed():
    with told(lambda method, path, body: (307, {"Location": "http://b.example/"}, b"")) as store:
        with Client(Login(), sleep=lambda _: None) as client, pytest.raises(StoreError, match=r"b\.example"):
            client.send("GET", store.address)
    assert len(store.requests) == 1


@pytest.mark.parametrize(
    ("server", "address", "name"),
    [
        ("Oxigraph/0.5.13", "http://a.example/", "oxigraph"),
        ("Virtuoso/07.20.3229 (Linux)", "http://a.example/sparql", "virtuoso"),
        ("Apache Jena Fuseki (5.0.0)", "http://a.example/ds", "fuseki"),
        ("GraphDB/10.6", "http://a.example/repositories/news", "graphdb"),
        ("Jetty(9.4)", "http://a.example/blazegraph/namespace/kb/sparql", "blazegraph"),
        ("nginx", "http://a.example/sparql", "generic"),
    ],
)
def test_the_profile_is_known_by_header_or_address(server, address, name):
    assert guess_profile(server, address) == name


@pytest.mark.parametrize(
    ("name", "address", "query", "quads"),
    [
        ("oxigraph", "http://a.example/update", "http://a.example/query", "http://a.example/store"),
        ("fuseki", "http://a.example/ds/sparql", "http://a.example/ds/query", "http://a.example/ds/data"),
        (
            "graphdb",
            "http://a.example/repositories/r/",
            "http://a.example/repositories/r",
            "http://a.example/repositories/r/statements",
        ),
        ("blazegraph", "http://a.example/sparql", "http://a.example/sparql", "http://a.example/sparql"),
    ],
)
def test_where_stores_listen(name, address, query, quads):
    profile = profile_for(name, address)
    assert (profile.query, profile.quads) == (query, quads)


def test_an_unknown_profile():
    with pytest.raises(UsageError, match=", ".join(sorted(PROFILES))):
        profile_for("x", "http://a.example/")
