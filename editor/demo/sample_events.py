"""What happens in the sample, and when: worked out from its recipe, for whoever measures against it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nodes.api.formats import Format

from .sample_cut import FRAMES, RATE, SHOTS, Shot, length
from .tone import notes


def write_events(path: Path, format: Format) -> None:
    """Write `events.json`: times in seconds of the shot's media from its first frame, or of the music.

    For each shot: `contacts`, when the ball touches the ground, with the pixel its lowest point is at;
    `occlusions`, from when to when the post hides some of it. For the sound: each note's begin, pitch (MIDI)
    and how far right it is, 0 to 1.
    """
    document = {
        "rate": str(RATE),
        "frames": FRAMES,
        "width": format.width,
        "height": format.height,
        "shots": {shot.name: _shot(shot, format) for shot in SHOTS},
        "sound": {"file": "music.wav", "notes": [note._asdict() for note in notes(length().seconds)]},
    }
    path.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def _shot(shot: Shot, format: Format) -> dict[str, Any]:
    from nodes.library.sample.scenes import SCENES, hidden, touches

    scene, size = SCENES[shot.scene], (format.width, format.height)
    seconds = FRAMES / RATE.num * RATE.den
    return {
        "scene": shot.scene,
        "mattes": {"ball": f"mattes/{shot.name}.ball.%04d.png", "post": f"mattes/{shot.name}.post.png"},
        "contacts": [
            {
                "seconds": touch.seconds,
                "frame": round(touch.seconds * RATE.num / RATE.den, 6),
                "x": touch.ball.x,
                "y": touch.ball.y + touch.ball.radius,
            }
            for touch in touches(scene, seconds, *size)
        ],
        "occlusions": [{"from": begin, "to": end} for begin, end in hidden(scene, seconds, *size)],
    }
