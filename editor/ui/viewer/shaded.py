"""Light put on the screen by OpenColorIO's shader: exposure, view, gamma and channels in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qtpy.QtGui import QVector4D
from qtpy.QtOpenGL import QOpenGLShader, QOpenGLShaderProgram, QOpenGLTexture

from editor.playback.ring import Picture
from nodes.engine.shader import Shader
from nodes.engine.view import CHANNELS, View

from .placement import Placement

LEAST_VERSION = (3, 0)
"""Of OpenGL: the first whose GLSL is 1.30. Below it pictures come as codes, worked out by the engine."""
_STRIP = 0x0005
_VERTEX = """#version 130
uniform vec4 place;
out vec2 spot;
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  spot = corner;
  gl_Position = vec4(mix(place.xy, place.zw, corner), 0.0, 1.0);
}
"""
_MAIN = """
uniform sampler2D light;
uniform float gain;
uniform float bend;
uniform int channel;
in vec2 spot;
out vec4 shown;
void main() {
  vec4 there = texture(light, spot);
  vec3 signal = to_display(vec4(there.rgb * gain, 1.0)).rgb;
  signal = clamp(sign(signal) * pow(abs(signal), vec3(bend)), 0.0, 1.0);
  float most = max(signal.r, max(signal.g, signal.b)), least = min(signal.r, min(signal.g, signal.b));
  vec3 alone = vec3(there.a);
  if (channel == 0) alone = signal;
  if (channel == 1) alone = signal.rrr;
  if (channel == 2) alone = signal.ggg;
  if (channel == 3) alone = signal.bbb;
  if (channel == 5) alone = vec3(dot(signal, vec3(0.2126, 0.7152, 0.0722)));
  if (channel == 6) alone = vec3(most > 0.0 ? (most - least) / most : 0.0);
  shown = vec4(alone, 1.0);
}
"""
"""Channels are numbered as `nodes.engine.view.CHANNELS` lists them."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is drawn on: the functions of its context, and its size in device pixels."""

    functions: Any
    size: tuple[int, int]


class Shaded:
    """The shader's program, its tables and the newest light, on one context."""

    def __init__(self) -> None:
        self._shader: Shader | None = None
        self._program: QOpenGLShaderProgram | None = None
        self._tables: dict[str, QOpenGLTexture] = {}
        self._light: QOpenGLTexture | None = None
        self._uploaded: Picture | None = None

    def release(self) -> None:
        """Let go of everything; the context must be current."""
        for texture in (*self._tables.values(), self._light):
            if texture is not None:
                texture.destroy()
        self._tables, self._light, self._uploaded = {}, None, None
        self._shader = self._program = None

    def draw(
        self, canvas: Canvas, picture: Picture, shader: Shader, view: View, placement: Placement
    ) -> None:
        """Draw a picture's light on a canvas."""
        program = self._ready(shader)
        light = self._upload(picture)
        filter = QOpenGLTexture.Filter.Linear if placement.is_smooth else QOpenGLTexture.Filter.Nearest
        light.setMinMagFilters(filter, filter)
        program.bind()
        for unit, (name, texture) in enumerate((("light", light), *self._tables.items())):
            texture.bind(unit)
            program.setUniformValue1i(program.uniformLocation(name), unit)
        program.setUniformValue1f(program.uniformLocation("gain"), 2.0**view.gain)
        program.setUniformValue1f(program.uniformLocation("bend"), 1.0 / view.gamma)
        program.setUniformValue1i(program.uniformLocation("channel"), CHANNELS.index(view.channel))
        program.setUniformValue(program.uniformLocation("place"), _place(placement, canvas.size))
        canvas.functions.glDrawArrays(_STRIP, 0, 4)
        for unit, texture in enumerate((light, *self._tables.values())):
            texture.release(unit)
        program.release()

    def _ready(self, shader: Shader) -> QOpenGLShaderProgram:
        if self._program is None or self._shader is not shader:
            for texture in self._tables.values():
                texture.destroy()
            program = QOpenGLShaderProgram()
            program.addShaderFromSourceCode(QOpenGLShader.ShaderTypeBit.Vertex, _VERTEX)
            text = f"#version 130\n{shader.text}\n{_MAIN}"
            program.addShaderFromSourceCode(QOpenGLShader.ShaderTypeBit.Fragment, text)
            program.link()
            self._tables = {name: _table(values) for name, values in shader.tables.items()}
            self._shader, self._program = shader, program
        return self._program

    def _upload(self, picture: Picture) -> QOpenGLTexture:
        assert picture.light is not None
        rows, columns = picture.light.shape[:2]
        texture = self._light
        if texture is None or (texture.width(), texture.height()) != (columns, rows):
            if texture is not None:
                texture.destroy()
            texture = self._light = _plane(columns, rows)
            self._uploaded = None
        if self._uploaded is not picture:
            _fill(
                texture.setData,
                QOpenGLTexture.PixelFormat.RGBA,
                QOpenGLTexture.PixelType.Float16,
                picture.light,
            )
            self._uploaded = picture
        return texture


def _place(placement: Placement, size: tuple[int, int]) -> QVector4D:
    """Return where the picture's first and last corner lie, -1 to 1 each way, up positive."""
    width, height = size
    left, top = placement.x / width * 2 - 1, 1 - placement.y / height * 2
    right = (placement.x + placement.width) / width * 2 - 1
    return QVector4D(left, top, right, 1 - (placement.y + placement.height) / height * 2)


def _plane(columns: int, rows: int) -> QOpenGLTexture:
    made = QOpenGLTexture(QOpenGLTexture.Target.Target2D)
    made.setSize(columns, rows)
    made.setFormat(QOpenGLTexture.TextureFormat.RGBA16F)
    made.setMipLevels(1)
    made.allocateStorage(QOpenGLTexture.PixelFormat.RGBA, QOpenGLTexture.PixelType.Float16)
    made.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)
    return made


def _table(values: Any) -> QOpenGLTexture:
    made = QOpenGLTexture(QOpenGLTexture.Target.Target3D)
    made.setSize(*values.shape[:3])
    made.setFormat(QOpenGLTexture.TextureFormat.RGB32F)
    made.setMipLevels(1)
    made.allocateStorage(QOpenGLTexture.PixelFormat.RGB, QOpenGLTexture.PixelType.Float32)
    made.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)
    nearest = QOpenGLTexture.Filter.Nearest
    made.setMinMagFilters(nearest, nearest)
    _fill(made.setData, QOpenGLTexture.PixelFormat.RGB, QOpenGLTexture.PixelType.Float32, values)
    return made


def _fill(put: Callable[..., object], form: Any, kind: Any, values: Any) -> None:
    """Hand over samples: any buffer will do, although Qt's stubs ask for a number."""
    put(form, kind, values)
