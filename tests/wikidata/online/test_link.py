import json
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.article import Article
from kg.errors import EnvironmentFaultError
from kg.records import Entity, Extraction, Role, Span, Statement
from kg.trace import Trace
from kg.wikidata.linker import THRESHOLD, link_entities
from kg.wikidata.online.cache import Cache
from kg.wikidata.online.client import Client
from kg.wikidata.online.link import link_online
from kg.wikidata.online.reconcile import Reconciliation
from kg.wikidata.online.wikibase import Wikibase
from tests.publish.store.servers import told
from tests.wikidata.online.services import JSON, Reconciler, Wikidata, busy, item, ref

NORWAY, OSLO = Entity("no", "country", "Norway"), Entity("oslo", "place", "Oslo")
EIKREM = Entity("e", "person", "Torvald Eikrem", country="no")
FISHERIES = Role("r", Span(0, 1), "e", "Minister of Fisheries", country="no")
NEWS = Extraction(
    (NORWAY, OSLO, EIKREM),
    roles=(FISHERIES,),
    statements=(Statement("s", True, (), "", "direct", speakers=("e",)),),
)
ARTICLE = Article(text="", date="2024-05-01")


@contextmanager
def asking(answers, folder, kb, *, kind=Wikibase, path="/w/api.php"):
    """A service that asks a server, and the server."""
    with told(answers) as server:
        address = server.address + path
        client = Client(folder, interval_s=0, sleep=lambda _: None)
        yield kind(address, Cache(folder, address), client, kb), server


def linked(service, kb, extraction=NEWS, key="e", trace=None):
    return next(link for link in link_online(extraction, ARTICLE, kb, service, trace) if link.entity == key)


def asked(server) -> list[str]:
    queries = [parse_qs(urlsplit(path).query) for _, path, _ in server.requests]
    return [(q.get("search") or q["ids"])[0] for q in queries]


def test_the_base_does_not_know_him(kb):
    assert all(link.qid is None for link in link_entities(NEWS, ARTICLE, kb) if link.entity == "e")


@pytest.mark.parametrize(
    ("answers", "kind", "path"),
    [(Wikidata(), Wikibase, "/w/api.php"), (Reconciler(), Reconciliation, "/reconcile")],
)
def test_an_unknown_name_is_found_with_a_source_and_a_confidence_of_its_own(
    tmp_path, kb, answers, kind, path
):
    with asking(answers, tmp_path, kb, kind=kind, path=path) as (service, server):
        found = linked(service, kb)
    assert (found.qid, found.source, found.label) == ("Q900001", server.address + path, "Torvald Eikrem")
    assert THRESHOLD <= found.confidence <= service.highest
    assert found.reason.endswith("online")


def test_what_the_base_knows_is_not_asked_and_stays(tmp_path, kb):
    with asking(Wikidata(), tmp_path, kb) as (service, server):
        links = {link.entity: link for link in link_online(NEWS, ARTICLE, kb, service)}
    assert (links["no"].qid, links["no"].source) == ("Q20", "")
    assert asked(server)[0] == "Torvald Eikrem"
    assert not {"Norway", "Oslo"} & set(asked(server))


def test_the_reasons_name_the_service(tmp_path, kb):
    trace = Trace()
    with asking(Wikidata(), tmp_path, kb) as (service, _):
        linked(service, kb, trace=trace)
    reasons = {reason.step: reason for reason in trace.of("link", "e")}
    assert reasons["online"].text.endswith("/w/api.php")
    assert dict(reasons["chosen"].parts)["role"] > 1
    assert reasons["runner-up"].text.startswith("Q900002")


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        (Entity("e", "person", "Eikrem"), "a surname alone is not even asked"),
        (Entity("e", "person", "Torvald Eikrem"), "two bear the name, and nothing tells which"),
        (Entity("e", "organization", "Torvald Eikrem Prize"), "it is no organisation"),
        (Entity("e", "agreement", "Sorlund Accord"), "a page of Wikimedia is nothing in the world"),
        (Entity("e", "person", "a fisherman", named=False), "no name"),
        (Entity("e", "person", "x" * 500), "too long"),
    ],
)
def test_no_link_without_enough_reason(tmp_path, kb, entity, why):
    with asking(Wikidata(), tmp_path, kb) as (service, _):
        links = link_online(Extraction((entity,)), Article(text=""), kb, service)
    assert [link.qid for link in links if link.entity == "e"] in ([None], []), why


PLAYER = item("Q900020", "Torvald Eikrem", "chess player", P31=[ref("Q5")], P27=[ref("Q20")])
CLERK = {"id": "Q900020", "name": "Torvald Eikrem", "score": 100, "match": True, "type": ["Q5"]}


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (Wikidata({"Q900020": PLAYER}), Wikibase),
        (Reconciler(candidates={"Torvald Eikrem": [CLERK]}), Reconciliation),
    ],
)
def test_a_private_person_is_not_a_namesake(tmp_path, kb, answers, kind):
    """Somebody in Norway whose name one obscure item bears."""
    with asking(answers, tmp_path, kb, kind=kind) as (service, _):
        assert (
            linked(service, kb, Extraction((NORWAY, OSLO, Entity("e", "person", "Torvald Eikrem")))).qid
            is None
        )


def test_the_class_is_followed_up_to_one_that_is_known(tmp_path, kb):
    firm = Entity("e", "organization", "Vintermark Shipping", country="no")
    with asking(Wikidata(), tmp_path, kb) as (service, server):
        assert linked(service, kb, Extraction((NORWAY, OSLO, firm))).qid == "Q900004"
    assert asked(server)[-2:] == ["Q900010", "Q900011"]


def test_an_item_of_the_base_is_found_by_a_name_that_the_base_lacks(tmp_path, kb):
    answers = Wikidata({"Q20": item("Q20", "Norway", aliases=["Nordvegr Realm"], wikis=300)})
    with asking(answers, tmp_path, kb) as (service, server):
        found = linked(service, kb, Extraction((Entity("e", "country", "Nordvegr Realm"),)))
    assert (found.qid, found.label, bool(found.source)) == ("Q20", "Norway", True)
    assert asked(server) == ["Nordvegr Realm"]


def test_a_merged_item_is_linked_by_its_new_number(tmp_path, kb):
    answers = Wikidata(redirects={"Q900001": "Q900021"})
    answers.items["Q900021"] = answers.items["Q900001"] | {"id": "Q900021"}
    with asking(answers, tmp_path, kb) as (service, _):
        assert linked(service, kb).qid == "Q900021"


def test_items_of_another_wikibase_are_none_of_wikidata(tmp_path, kb):
    with asking(Wikidata(concept="https://wikibase.example/entity/"), tmp_path, kb) as (service, server):
        assert linked(service, kb).qid is None
    assert asked(server) == ["Torvald Eikrem"]


@pytest.mark.parametrize("code", ["maxlag", "ratelimited"])
def test_a_lagging_server_is_asked_again(tmp_path, kb, code):
    with asking(Wikidata(first=[busy(code), busy(code)]), tmp_path, kb) as (service, server):
        assert linked(service, kb).qid == "Q900001"
    assert "maxlag=5" in server.requests[0][1]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"error": {"code": "internal_api_error_DBQueryError", "info": "x"}}, "refuses the name 'Torvald Eikrem': internal_api_error"),
        ([], "an answer of another form"),
        ("\x1b[2J", "an answer of another form"),
    ],
)  # fmt: skip
def test_what_wikidata_refuses_is_told(tmp_path, kb, answer, said):
    first = [(200, JSON, json.dumps(answer).encode())]
    with (
        asking(Wikidata(first=first), tmp_path, kb) as (service, _),
        pytest.raises(EnvironmentFaultError, match=said),
    ):
        linked(service, kb)


@pytest.mark.parametrize(
    "hit",
    [
        None, [], {}, {"id": 5}, {"id": "Q1; DROP"}, {"id": "Q900001/../../x", "concepturi": "http://www.wikidata.org/entity/Q900001"},
        {"id": "Q900001", "concepturi": "http://www.wikidata.org/entity/Q900001", "label": {"a": 1}, "match": 3, "aliases": 7},
        {"id": "Q99999999999", "concepturi": "http://www.wikidata.org/entity/Q99999999999", "label": "Torvald Eikrem"},
    ],
)  # fmt: skip
def test_odd_hits_are_passed_over(tmp_path, kb, hit):
    first = [(200, JSON, json.dumps({"search": [hit]}).encode())]
    with asking(Wikidata(first=first), tmp_path, kb) as (service, _):
        assert linked(service, kb).qid is None


@pytest.mark.parametrize(
    "entity",
    [None, 7, {}, {"type": "item", "id": "Q900001", "claims": "x"}, {"id": "Q900001", "missing": ""}],
)
def test_odd_items_are_passed_over(tmp_path, kb, entity):
    with asking(Wikidata(), tmp_path, kb) as (service, server):
        service._search("Torvald Eikrem")
        server.answer.first.append((200, JSON, json.dumps({"entities": {"Q900001": entity}}).encode()))
        assert linked(service, kb).qid is None


@pytest.mark.parametrize(
    ("answers", "kind", "path"), [(Wikidata(), Wikibase, "/w/api.php"), (Reconciler(), Reconciliation, "/")]
)
def test_a_run_is_repeated_from_the_cache_without_network(tmp_path, kb, answers, kind, path):
    with asking(answers, tmp_path, kb, kind=kind, path=path) as (service, server):
        live = link_online(NEWS, ARTICLE, kb, service)
        before = len(server.requests)
        again = kind(service.address, service.cache, None, kb)
        assert link_online(NEWS, ARTICLE, kb, again) == live
        assert len(server.requests) == before


@pytest.mark.parametrize("kind", [Wikibase, Reconciliation])
def test_without_network_what_was_never_asked_is_a_fault(tmp_path, kb, kind):
    service = kind("https://a.example/", Cache(tmp_path, "https://a.example/"), None, kb)
    with pytest.raises(
        EnvironmentFaultError, match="'Torvald Eikrem' was never asked for: run once without --online-replay"
    ):
        linked(service, kb)


def test_names_are_sent_in_batches_with_the_type_of_persons(tmp_path, kb):
    firms = [Entity(f"f{n}", "organization", f"Firm Number {n} of Utsira") for n in range(11)]
    answers = Reconciler()
    with asking(answers, tmp_path, kb, kind=Reconciliation, path="/") as (service, server):
        link_online(Extraction((EIKREM, *firms)), ARTICLE, kb, service)
    assert [method for method, _, _ in server.requests] == ["GET", "POST", "POST"]
    assert answers.queries[0] == {"query": "Torvald Eikrem", "limit": 10, "type": "Q5"}
    assert answers.queries[1] == {"query": "Firm Number 0 of Utsira", "limit": 10}


def test_a_match_under_another_name_is_taken_and_others_are_not(tmp_path, kb):
    firm = Entity("e", "organization", "Vintermark Shipping", country="no")
    answers = Reconciler()
    with asking(answers, tmp_path, kb, kind=Reconciliation, path="/") as (service, _):
        assert linked(service, kb, Extraction((NORWAY, OSLO, firm))).qid == "Q900004"
    answers.candidates["Vintermark Shipping"][0] |= {"match": False}
    with asking(answers, tmp_path / "b", kb, kind=Reconciliation, path="/") as (service, _):
        assert linked(service, kb, Extraction((NORWAY, OSLO, firm))).qid is None


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ({"versions": ["0.1"]}, "speaks version 0.1"),
        ({"versions": None}, "speaks version 0.1"),
        (
            {"identifierSpace": "https://d-nb.info/gnd/"},
            "not those of Wikidata but of https://d-nb.info/gnd/",
        ),
        ({"identifierSpace": None}, "no manifest"),
        ({"authentication": {"type": "basic"}}, "wants a login"),
    ],
)
def test_a_service_of_another_kind_is_refused(tmp_path, kb, manifest, said):
    answers = Reconciler()
    answers.manifest |= manifest
    with asking(answers, tmp_path, kb, kind=Reconciliation, path="/") as (service, server):
        with pytest.raises(EnvironmentFaultError, match=said):
            linked(service, kb)
    assert [method for method, _, _ in server.requests] == ["GET"]


@pytest.mark.parametrize(
    "result",
    [
        None, {}, {"result": 5}, {"result": [None, 5, {"id": "Q1"}, {"id": "gnd/5", "name": "x", "match": True}]},
        {"result": [{"id": "Q900001", "name": "Torvald Eikrem", "match": "yes", "type": [None, 7, {"id": 5}], "score": "x"}] * 2000},
    ],
)  # fmt: skip
def test_odd_results_are_passed_over(tmp_path, kb, result):
    answers = Reconciler(candidates={})
    with asking(answers, tmp_path, kb, kind=Reconciliation, path="/") as (service, _):
        service._greet(service.client)
        answers.first.append((200, JSON, json.dumps({"q0": result}).encode()))
        link = linked(service, kb, Extraction((NORWAY, Entity("e", "organization", "Torvald Eikrem"))))
    assert link.qid is None


def test_a_batch_without_its_results_is_a_fault(tmp_path, kb):
    answers = Reconciler()
    with asking(answers, tmp_path, kb, kind=Reconciliation, path="/") as (service, _):
        service._greet(service.client)
        answers.first.append((200, JSON, b'{"status": "error"}'))
        with pytest.raises(EnvironmentFaultError, match="no batch of results"):
            linked(service, kb)
