from kg.records import Span
from kg.trace import Reason, Trace, mention_key


def test_reasons_come_back_in_the_order_of_noting():
    trace = Trace()
    trace.note("event", "a", "trigger", "met")
    trace.note("link", "a", "no link")
    trace.note("event", "a", "type", value=0.123, parts={"prior": 1.234, "region": 0.001})
    assert trace.of("event", "a") == (
        Reason("trigger", "met"),
        Reason("type", value=0.12, parts=(("prior", 1.23),)),
    )
    assert trace.of("event", "b") == ()


def test_mentions_are_known_by_their_span():
    trace = Trace()
    trace.note("mention", mention_key(Span(1, 2, "headline")), "rule", span=Span(0, 1))
    assert trace.keys("mention") == ("headline/1-2",)
    assert trace.keys("event") == ()
