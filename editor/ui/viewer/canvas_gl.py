"""The picture as a texture: uploaded once, placed and scaled by the graphics processor."""

from __future__ import annotations

from typing import Any

from qtpy.QtCore import QRect, QRectF
from qtpy.QtGui import QPainter
from qtpy.QtOpenGL import QOpenGLTexture, QOpenGLTextureBlitter
from qtpy.QtOpenGLWidgets import QOpenGLWidget
from qtpy.QtWidgets import QWidget

from editor.playback.ring import Picture

from .model import PlayerModel
from .overlay import SURROUND, Paint, draw_over
from .pictures import Images, area_of, draw_pictures
from .placement import Placement
from .shaded import LEAST_VERSION, Canvas, Shaded

_COLOUR_BUFFER = 0x4000


class GlCanvas(QOpenGLWidget):
    """Draws what `SoftwareCanvas` draws, by OpenGL."""

    def __init__(self, model: PlayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.over: list[Paint] = []
        self._images = Images()
        self._shaded = Shaded()
        self._texture: QOpenGLTexture | None = None
        self._blitter: QOpenGLTextureBlitter | None = None
        self._uploaded: Picture | None = None

    def initializeGL(self) -> None:
        """Prepare, also again where the widget got another context."""
        self._blitter = QOpenGLTextureBlitter()
        self._blitter.create()
        version = self.context().format().version()
        self._model.looking.deep.set(tuple(version) >= LEAST_VERSION and not self.context().isOpenGLES())
        self.context().aboutToBeDestroyed.connect(self.release)

    def release(self) -> None:
        """Let go of what lives on the graphics processor."""
        if self._blitter is None:
            return
        self.makeCurrent()
        if self._texture is not None:
            self._texture.destroy()
        self._blitter.destroy()
        self._shaded.release()
        self._texture = self._blitter = self._uploaded = None
        self.doneCurrent()

    def resizeGL(self, width: int, height: int) -> None:
        """Tell the framing."""
        ratio = self.devicePixelRatioF()
        self._model.framing.size.set((round(self.width() * ratio), round(self.height() * ratio)))

    def paintGL(self) -> None:
        """Draw."""
        functions = self.context().functions()
        functions.glClearColor(SURROUND.redF(), SURROUND.greenF(), SURROUND.blueF(), 1.0)
        functions.glClear(_COLOUR_BUFFER)
        picture = self._model.picture.value
        placement = self._model.framing.placement(picture)
        canvas = QRectF(self.rect())
        ratio, area = self.devicePixelRatioF(), canvas
        alone = picture is not None and not picture.beside
        if placement is not None and picture is not None and self._blitter is not None and alone:
            if not self._shade(picture, placement):
                self._blit(picture, placement)
            area = area_of(placement, ratio)
        painter = QPainter(self)
        if not alone:
            area = draw_pictures(painter, self._model, ratio, self._images) or canvas
        draw_over(painter, self._model, self.over, area, canvas)
        painter.end()

    def _shade(self, picture: Picture, placement: Placement) -> bool:
        """Draw light by the shader; return whether there is light, and the shader that it is shown by."""
        looking = self._model.looking
        shader, view = looking.shader.value, looking.view.value
        if picture.light is None or shader is None or shader.view != view.transform:
            return False
        canvas = Canvas(self.context().functions(), self._model.framing.size.value)
        self._shaded.draw(canvas, picture, shader, view, placement)
        return True

    def _blit(self, picture: Picture, placement: Placement) -> None:
        texture, blitter = self._upload(picture), self._blitter
        assert blitter is not None
        filter = QOpenGLTexture.Filter.Linear if placement.is_smooth else QOpenGLTexture.Filter.Nearest
        texture.setMinMagFilters(filter, filter)
        width, height = self._model.framing.size.value
        target = QOpenGLTextureBlitter.targetTransform(
            QRectF(placement.x, placement.y, placement.width, placement.height), QRect(0, 0, width, height)
        )
        blitter.bind()
        blitter.blit(texture.textureId(), target, QOpenGLTextureBlitter.Origin.OriginTopLeft)
        blitter.release()

    def _upload(self, picture: Picture) -> QOpenGLTexture:
        rows, columns = picture.pixels.shape[:2]
        texture = self._texture
        if texture is None or (texture.width(), texture.height()) != (columns, rows):
            if texture is not None:
                texture.destroy()
            texture = self._texture = _texture_of(columns, rows)
            self._uploaded = None
        if self._uploaded is not picture:
            # Any buffer will do, although Qt's stubs ask for a number.
            data: Any = picture.pixels
            texture.setData(QOpenGLTexture.PixelFormat.RGBA, QOpenGLTexture.PixelType.UInt8, data)
            self._uploaded = picture
        return texture


def _texture_of(columns: int, rows: int) -> QOpenGLTexture:
    made = QOpenGLTexture(QOpenGLTexture.Target.Target2D)
    made.setSize(columns, rows)
    made.setFormat(QOpenGLTexture.TextureFormat.RGBA8_UNorm)
    made.setMipLevels(1)
    made.allocateStorage(QOpenGLTexture.PixelFormat.RGBA, QOpenGLTexture.PixelType.UInt8)
    made.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)
    return made
