import gc

from kg.pool import COLLECT_AFTER, each


def collects_after(_piece: int) -> int:
    return gc.get_threshold()[0]


def test_garbage_is_looked_for_less_often_until_the_work_is_done():
    before = gc.get_threshold()
    assert dict(each([1, 2], collects_after, jobs=1)) == {1: COLLECT_AFTER, 2: COLLECT_AFTER}
    assert gc.get_threshold() == before


def test_a_caller_who_stops_early_gets_the_old_threshold_back():
    before = gc.get_threshold()
    work = each([1, 2], collects_after, jobs=1)
    next(work)
    work.close()
    assert gc.get_threshold() == before


def test_processes_look_for_garbage_less_often_too():
    assert dict(each([1, 2], collects_after, jobs=2)) == {1: COLLECT_AFTER, 2: COLLECT_AFTER}
