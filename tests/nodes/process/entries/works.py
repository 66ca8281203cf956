"""A child with a handler for each thing that a child can do."""

import ctypes
import os
import resource
import subprocess
import sys
import time

import numpy as np

from nodes.process.child import Call, serve


def echo(call: Call):
    return call.args


def count(call: Call):
    for done in range(call.args["to"]):
        call.progress(done + 1, call.args["to"], "counting", odd=done % 2 == 0)
    return "counted"


def frames(call: Call):
    rng = np.random.default_rng(call.args.get("seed", 1))
    for index in range(call.args["count"]):
        shape = call.args["shape"]
        size = int(np.prod(shape)) * np.dtype(call.args["dtype"]).itemsize
        data = np.frombuffer(rng.bytes(size), call.args["dtype"]).reshape(shape)
        call.send_frame(data, {"index": index})
    return call.args["count"]


def steady(call: Call):
    picture = np.zeros(call.args["shape"], call.args["dtype"])
    for index in range(call.args["count"]):
        call.send_frame(picture, index)


def planes(call: Call):
    luma = np.arange(12, dtype=np.uint8).reshape(3, 4)
    call.send_frame({"Y": luma.T, "U": luma[::2, ::-1], "V": np.array(7, ">u2")}, {"range": "limited"})


def noisy(call: Call):
    print("a library says hello")
    os.write(1, b"and so does C\n")
    ctypes.CDLL(None).puts(b"through stdio")
    print("on stderr", file=sys.stderr)
    return sys.stdin.read()


def loop(call: Call):
    call.send({"pid": os.getpid()})
    for _ in range(2000):
        call.check()
        time.sleep(0.01)
    return "never told to stop"


def deaf(call: Call):
    call.send({"pid": os.getpid()})
    time.sleep(call.args or 60)
    return "woke"


def stuck(call: Call):
    """Hold the interpreter lock, as a C extension that hangs does."""
    call.send({"pid": os.getpid()})
    ctypes.PyDLL(None).sleep(60)


def hold(call: Call):
    grandchild = subprocess.Popen(["sleep", "60"])
    call.scratch.joinpath("half-done").write_text("x")
    call.send({"grandchild": grandchild.pid, "scratch": str(call.scratch)})
    loop(call)


def die_once(call: Call):
    mark = call.args["mark"]
    if not os.path.exists(mark):
        with open(mark, "x", encoding="ascii"):
            os.kill(os.getpid(), 9)
    return os.getpid()


def die(call: Call):
    print("about to go", file=sys.stderr)
    os.abort()


def refuse(call: Call):
    from nodes.api.errors import NodeError

    raise NodeError("Blur the picture", "size is negative", hint="Give 0 or more.", port="size")


def bug(call: Call):
    return {}["nothing"]


def unfit(call: Call):
    return object()


def garbage(call: Call):
    with call._server.writing:
        os.write(call._server.writer, call.args.encode("latin-1"))
    time.sleep(60)


def small_disk(call: Call):
    """Let no file of this process grow beyond so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (call.args, call.args))


def eat(call: Call):
    held = [np.ones(call.args // 8) for _ in range(1)]
    time.sleep(call.args and 5)
    return len(held)


def swallow(call: Call):
    """A careless handler: catches every error of its own."""
    while True:
        try:
            call.check()
            time.sleep(0.005)
        except Exception:  # noqa: BLE001, S112 - the careless kind is what this is about
            continue


def tidy(call: Call):
    folder = call.scratch
    (folder / "leaf").write_text("x")
    return str(folder)


def big(call: Call):
    return "x" * call.args


def order(call: Call):
    time.sleep(0.01)
    return call.args, time.monotonic_ns()


if __name__ == "__main__":
    serve(
        {
            name: value
            for name, value in list(globals().items())
            if getattr(value, "__module__", "") == "__main__" and callable(value)
        }
    )
