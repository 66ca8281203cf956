"""A worker without torch, with a call for each thing that a line has to carry."""

import os
import sys
from pathlib import Path

import numpy as np

sys.path[0] = str(Path(__file__).resolve().parents[4])

from nodes.process.child import Call, serve  # noqa: E402
from nodes.process.handed import taken  # noqa: E402

STEPS = {"learned": 0}
ALWAYS = "always"


def halves(call: Call):
    """Send each array halved, tell of it with a picture, and return how many there were."""
    arrays = taken(call.args["arrays"])
    for place, (name, array) in enumerate(arrays.items()):
        call.progress(place + 1, len(arrays), "halving", seconds=0.5)
        call.send_frame(np.full((2, 3, 3), 0.5, np.float32), {"is": "preview"})
        call.send_frame({name: array / 2})
    return len(arrays)


def many(call: Call):
    """Send so many arrays that hold their number; die before the one named, once or always."""
    for number in range(call.args["count"]):
        if number == call.args["dies_at"] and not Path(call.args["once"]).exists():
            if call.args["once"] != ALWAYS:
                Path(call.args["once"]).touch()
            os._exit(3)
        call.send_frame({"number": np.full(call.args["size"], number, np.int64)})
    return "all"


def seeds(call: Call):
    """Send two numbers for each seed that is asked for, the first one's last; die once in one if told to."""
    settings = call.args["settings"]
    wanted = settings.get("seeds", [settings["seed"]])
    for seed in reversed(wanted):
        for number in range(2):
            if seed == settings.get("dies_at") and number and not Path(settings["once"]).exists():
                Path(settings["once"]).touch()
                os._exit(3)
            whose = {} if seed == wanted[0] else {"seed": np.array(seed)}
            call.send_frame({"number": np.array([seed, number]), **whose})
    return {"made": wanted}


def learn(call: Call):
    """Go on until it is stopped."""
    while True:
        STEPS["learned"] += 1
        call.progress(STEPS["learned"], None, "learning")
        call.check()


def said(call: Call):
    """Return what came, the process, and how far `learn` has got."""
    return {"args": call.args, "pid": os.getpid(), "learned": STEPS["learned"]}


if __name__ == "__main__":
    serve({"halves": halves, "many": many, "learn": learn, "said": said, "model.run": seeds})
