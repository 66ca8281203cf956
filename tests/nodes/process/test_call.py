"""Calls, their events, errors and cancelling, in real children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from nodes.api.errors import BadInput, Cancelled, Failed, NodeError
from nodes.process.child import MAX_MESSAGE, WireError
from nodes.process.errors import ChildBug, StartFailed
from nodes.process.limits import Limits
from nodes.process.parent import Child, start
from nodes.process.sweep import RunFolder


@pytest.mark.parametrize("value", [None, 1, 2.5, "Ünï\udc80", [], {"a": [1, {"b": None}]}, "x" * 300_000])
def test_arguments_and_results_come_through_as_they_are(worker: Child, value: object) -> None:
    assert worker.call("echo", value).result(10) == value


def test_progress_comes_in_order_with_its_data(worker: Child) -> None:
    job = worker.call("count", {"to": 3})
    told = [(event["done"], event["total"], event["note"], event["odd"]) for event in job.events()]
    assert told == [(1, 3, "counting", True), (2, 3, "counting", False), (3, 3, "counting", True)]
    assert job.result(5) == "counted"


def test_callbacks_run_on_the_reader_thread(worker: Child) -> None:
    seen: list[str] = []
    worker.call("count", {"to": 2}, on_event=lambda _: seen.append(threading.current_thread().name)).result(5)
    assert seen == [f"workprint-child-{worker.pid}"] * 2


def test_a_callback_that_raises_fails_its_job_alone(worker: Child) -> None:
    def wrong(event: object) -> None:
        raise LookupError("of the caller's own")

    job = worker.call("loop", on_event=wrong)
    with pytest.raises(LookupError, match="own"):
        job.result(5)
    assert worker.call("echo", 1).result(5) == 1


def test_what_libraries_print_stays_off_the_wire(worker: Child) -> None:
    assert worker.call("noisy").result(5) == ""
    assert worker.call("echo", "after").result(5) == "after"
    for line in ("a library says hello", "and so does C", "on stderr"):
        assert line in worker.stderr


def test_an_error_of_ours_crosses_whole(worker: Child) -> None:
    with pytest.raises(NodeError) as caught:
        worker.call("refuse").result(5)
    assert (caught.value.port, caught.value.hint) == ("size", "Give 0 or more.")
    assert str(caught.value) == "Blur the picture: size is negative. Give 0 or more."


def test_a_bug_is_one_line_and_keeps_its_traceback(worker: Child) -> None:
    with pytest.raises(ChildBug) as caught:
        worker.call("bug").result(5)
    assert "KeyError: 'nothing'" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert 'return {}["nothing"]' in caught.value.traceback


def test_a_result_that_is_not_json_is_a_bug(worker: Child) -> None:
    with pytest.raises(ChildBug, match="object is not JSON"):
        worker.call("unfit").result(5)


def test_a_call_that_the_child_does_not_offer_is_refused(worker: Child) -> None:
    with pytest.raises(BadInput, match=r"offers only .*echo"):
        worker.call("ecko")


def test_a_lane_too_many_is_refused(starter: Callable[..., Child]) -> None:
    with starter(limits=Limits(lanes=1)) as child:
        child.call("echo", lane="render").result(5)
        with pytest.raises(ValueError, match="interactive"):
            child.call("echo", lane="interactive")


def test_a_message_too_long_is_refused_on_either_side(worker: Child) -> None:
    with pytest.raises(WireError, match="longer than"):
        worker.call("echo", "x" * (MAX_MESSAGE + 1))
    with pytest.raises(ChildBug, match=r"WireError.*longer than"):
        worker.call("big", MAX_MESSAGE).result(20)
    assert worker.call("echo", 1).result(5) == 1


@pytest.mark.parametrize("name", ["loop", "swallow"])
def test_cancel_arrives_while_the_handler_works(worker: Child, name: str) -> None:
    job = worker.call(name)
    with pytest.raises(TimeoutError):
        job.result(0.1)
    job.cancel()
    with pytest.raises(Cancelled):
        job.result(1)


def test_a_waiting_call_is_cancelled_without_ever_running(worker: Child) -> None:
    first, second, third = worker.call("loop"), worker.call("die"), worker.call("echo", 3)
    second.cancel()
    with pytest.raises(Cancelled):
        second.result(1)
    assert second.tries == 0
    first.cancel()
    assert third.result(5) == 3


def test_leaving_a_job_early_cancels_it(worker: Child) -> None:
    with worker.call("loop") as job:
        next(job.events())
    with pytest.raises(Cancelled):
        job.result(1)


def test_a_lane_keeps_order_and_lanes_run_side_by_side(worker: Child) -> None:
    with worker.call("loop", lane="render"):
        jobs = [worker.call("order", index, lane="interactive") for index in range(20)]
        results = [job.result(5) for job in jobs]
    assert [index for index, _ in results] == list(range(20))
    assert sorted(at for _, at in results) == [at for _, at in results]


def test_many_threads_may_call_one_child(worker: Child) -> None:
    wrong: list[int] = []

    def many(thread: int) -> None:
        for index in range(50):
            if worker.call("echo", [thread, index], lane=f"lane {thread % 4}").result(20) != [thread, index]:
                wrong.append(index)

    threads = [threading.Thread(target=many, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_scratch_is_gone_with_its_call(worker: Child) -> None:
    scratch = Path(worker.call("tidy").result(5))
    assert scratch.is_relative_to(worker.folder)
    assert not scratch.exists()


def test_stop_cancels_what_runs_and_leaves_nothing(
    starter: Callable[..., Child], run_folder: RunFolder
) -> None:
    child = starter()
    job = child.call("loop")
    next(job.events())
    child.stop()
    with pytest.raises(Cancelled):
        job.result(0)
    assert child.ended
    assert not child.alive
    assert [path.name for path in run_folder.path.iterdir()] == ["lock"]
    with pytest.raises(Failed):
        child.call("echo")


def test_the_closing_function_runs_at_an_orderly_stop(
    entry: Callable[[str], Path], run_folder: RunFolder, repository: Path, tmp_path: Path
) -> None:
    source = f"""
from nodes.process.child import serve
serve({{}}, closing=lambda: open({str(tmp_path / "closed")!r}, "x").close())
"""
    with start(entry(source), folder=run_folder.path, env={"PYTHONPATH": str(repository)}):
        assert not (tmp_path / "closed").exists()
    assert (tmp_path / "closed").exists()


def test_an_entry_without_our_packages_loads_the_child_by_path(
    entry: Callable[[str], Path], run_folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/never/seen")
    source = """
import importlib.util, os, sys
spec = importlib.util.spec_from_file_location("workprint_child", os.environ["WORKPRINT_CHILD"])
child = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(child)
child.serve({"look": lambda call: [os.environ.get("PYTHONPATH"), "numpy" in sys.modules, sys.argv[1:]]})
"""
    with start(entry(source), args=["--a", "b"], folder=run_folder.path) as child:
        assert child.call("look").result(5) == [None, False, ["--a", "b"]]


def test_an_entry_that_dies_at_start_is_quoted(entry: Callable[[str], Path], run_folder: RunFolder) -> None:
    with pytest.raises(StartFailed, match=r"status 1.*No module named 'nothing_of_the_kind'") as caught:
        start(entry("import nothing_of_the_kind"), folder=run_folder.path)
    assert "Traceback" in caught.value.stderr


@pytest.mark.timeout(40)
def test_an_entry_that_never_serves_is_ended(entry: Callable[[str], Path], run_folder: RunFolder) -> None:
    source = "import time; print('loading'); time.sleep(60)"
    with pytest.raises(StartFailed, match=r"not ready after 0.5 s \(it said: loading\)"):
        start(entry(source), folder=run_folder.path, limits=Limits(start_seconds=0.5))


@pytest.mark.parametrize("missing", ["interpreter", "entry"])
def test_a_missing_interpreter_or_entry_is_named(
    entry: Callable[[str], Path], run_folder: RunFolder, tmp_path: Path, missing: str
) -> None:
    script = entry("pass") if missing == "interpreter" else tmp_path / "entry"
    with pytest.raises(StartFailed, match=f"{tmp_path}/{missing}"):
        start(script, interpreter=tmp_path / missing, folder=run_folder.path)


def test_ctrl_c_is_the_parents_alone(worker: Child) -> None:
    assert os.getsid(worker.pid) == worker.pid
    os.kill(worker.pid, signal.SIGINT)
    assert worker.call("echo", "still here").result(5) == "still here"


def test_the_parents_half_needs_no_numpy(repository: Path) -> None:
    script = "import nodes.process.supervise, sys; print('numpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=repository, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_an_entry_run_by_hand_says_what_it_is(repository: Path) -> None:
    script = "from nodes.process.child import serve; serve({})"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=repository, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "entry of a child process" in done.stderr
