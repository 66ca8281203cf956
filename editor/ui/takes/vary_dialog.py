"""The question what a grid of takes varies; it tells how many takes that makes and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from editor.ui.words import say
from editor.ui.work import Newest, Work
from editor.verbs.asking import Wishes
from editor.verbs.planned import Planned, estimate_text, planned
from nodes.api.spec import Spec

from .model import TakesModel
from .varying import SEED, Choice, choices, wishes_of


class VaryDialog(QDialog):
    """Two rows of a parameter and its values; what they come to is worked out while one types."""

    def __init__(self, parent: QWidget, model: TakesModel, specs: Mapping[str, Spec], work: Work) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Make a grid of takes"))
        self.setMinimumWidth(460)
        self._model, self._work = model, work
        self._newest = Newest()
        self.choices = choices(model.session.cut.value, model.clip.value, specs)
        self.rows = tuple((self._parameters(first), self._values(first)) for first in (True, False))
        self.draft = QCheckBox(say("As drafts, half as wide and high"), self)
        self.draft.setChecked(True)
        self.says = QLabel(self)
        self.says.setWordWrap(True)
        self.says.setMinimumHeight(3 * self.fontMetrics().height())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._make = self.buttons.addButton(say("Make"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        for what, values in self.rows:
            what.currentIndexChanged.connect(lambda _: self._plan())
            values.textChanged.connect(lambda _: self._plan())
        self.draft.toggled.connect(lambda _: self._plan())
        self._plan()

    def wishes(self) -> Wishes:
        """Return what is asked for."""
        rows = [(what.currentData(), values.text()) for what, values in self.rows]
        return wishes_of(rows, draft=self.draft.isChecked())

    def accept(self) -> None:
        wishes = self.wishes()
        super().accept()
        self._model.wish_for(wishes)

    def done(self, result: int) -> None:
        self._newest.begin()
        super().done(result)
        self.deleteLater()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for place, (what, values) in enumerate(self.rows):
            form.addRow(say("Vary") if place == 0 else say("and"), what)
            form.addRow(say("over"), values)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addWidget(self.draft)
        box.addWidget(self.says)
        box.addWidget(self.buttons)

    def _parameters(self, first: bool) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(say("What is varied") if first else say("What is varied besides"))
        if not first:
            made.addItem(say("nothing else"), "")
        for choice in self.choices:
            made.addItem(choice.title, choice.what)
        return made

    def _values(self, first: bool) -> QLineEdit:
        made = QLineEdit(self)
        made.setAccessibleName(say("Its values") if first else say("The values of that"))
        made.setPlaceholderText(say("1, 2, 3   or   0.5..2:4   or   1,0,0 | 0,1,0"))
        return made

    def _plan(self) -> None:
        """Ask how many takes it makes, and say it, or why it makes none."""
        self._suggest()
        session, clip, wishes = self._model.session, self._model.clip.value, self.wishes()
        project = session.project.value
        current = self._newest.begin()
        self._make.setEnabled(False)
        if not wishes.vary or clip is None or project is None:
            self.says.setText(say("Name what is varied and its values."))
            return
        cut = session.cut.value
        shown = replace(project, cut=project.cut if cut is None else cut)
        self._work.ask(
            lambda: planned(shown, [clip.id], wishes, engine=self._work.engine) if current() else None,
            lambda plan: self._tell(plan) if current() and plan is not None else None,
            lambda error: self.says.setText(str(error)) if current() else None,
        )

    def _tell(self, plan: Planned) -> None:
        self.says.setText(estimate_text(plan.shots[0][1]))
        self._make.setEnabled(True)

    def _suggest(self) -> None:
        for what, values in self.rows:
            choice = next((each for each in self.choices if each.what == what.currentData()), None)
            values.setEnabled(choice is not None)
            values.setToolTip("" if choice is None else _tip(choice))


def _tip(choice: Choice) -> str:
    if choice.what == SEED:
        return say("Whole numbers from 0 on")
    return say("Now: {value}", value=choice.now) if choice.now else ""
