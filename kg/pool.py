"""The same work in one process or in several; results come as they are ready."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import wait as wait_for_process
from typing import TypeVar

from kg.errors import RunError

__all__ = ["each"]

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 4
"""Pieces of work that are handed out for each process: enough to keep it busy, few enough to stop quickly."""

COLLECT_AFTER = 20_000
"""New objects after which Python looks for garbage in circles; after its own 700 it does so 16 times an article, and
now and then among all the models' objects, which took one part in fifteen of the time."""


def each(work: Iterable[T], do: Callable[[T], R], *, jobs: int) -> Iterator[tuple[T, R]]:
    """Each piece of work with its result, in any order.

    `do` must be importable by another process, and what it raises stops the run. Raises `RunError` when a process
    dies, for want of memory for example. When the caller stops early, running work is broken off.
    """
    if jobs <= 1:
        with _rare_collection():
            for piece in work:
                yield piece, do(piece)
        return
    yield from _in_processes(iter(work), do, jobs)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Look for garbage less often, until the work is done."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _in_processes(work: Iterator[T], do: Callable[[T], R], jobs: int) -> Iterator[tuple[T, R]]:
    others = set(multiprocessing.active_children())
    # spawn, not fork: threads and locks of the ONNX runtime do not survive a fork
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start)
    waiting: dict[Future[R], T] = {}
    finished = False
    try:
        while True:
            for piece in islice(work, jobs * AHEAD - len(waiting)):
                waiting[pool.submit(do, piece)] = piece
            if not waiting:
                break
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()
        finished = True
    except BrokenProcessPool as error:
        raise RunError(
            "a worker process died, perhaps for want of memory; what was finished is kept: "
            "run the same command again, with --jobs 1 if it happens again"
        ) from error
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()


def _start() -> None:
    """Prepare a worker: Ctrl-C is the parent's to handle, and a worker does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait_for_process([sentinel])
    os._exit(1)
