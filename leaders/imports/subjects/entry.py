"""One row on its way: what the sheet says, what was made of it, what is wrong, whom it may mean."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from leaders.imports.models import ImportRow

State, Choice = ImportRow.State, ImportRow.Choice


@dataclass
class Entry:
    position: int
    sheet: str
    number: int
    cells: list
    headings: list
    values: dict  # {field: text as typed or as edited}
    choice: str = ""
    chosen: int | None = None  # the registered row that is meant by “the same”
    verdict: str = State.READY
    errors: dict = field(default_factory=dict)  # {field: [sentence]}
    notes: list = field(default_factory=list)
    hints: dict = field(default_factory=dict)  # {field: the text that was perhaps meant}
    matches: list = field(default_factory=list)  # [{"pk", "label", "reasons"}]
    doubts: list = field(default_factory=list)  # other reasons to ask first
    facts: dict = field(default_factory=dict)  # what the texts mean; never stored
    same: bool = False

    def text(self, name):
        return self.values.get(name, "")

    def wrong(self, name, what):
        """Note what is wrong with one field: a sentence or a ValidationError."""
        said = what.messages if isinstance(what, ValidationError) else [str(what)]
        self.errors.setdefault(name, []).extend(said)

    def wrong_of(self, refused, names, otherwise):
        """Note each error of a model below the column it is about; `names` are columns called otherwise."""
        if not hasattr(refused, "error_dict"):
            self.wrong(otherwise, refused)
            return
        for name, errors in refused.error_dict.items():
            self.wrong(names.get(name, name), ValidationError(errors))

    def take(self, name, read, *args, **kwargs):
        """What `read` makes of the field's text, or None with the reason noted."""
        try:
            return read(self.text(name), *args, **kwargs)
        except ValidationError as refused:
            self.wrong(name, refused)
            return None

    def leave_out(self, why):
        """The row says nothing to be registered, and that is no mistake."""
        self.choice = Choice.SKIP
        self.notes.append(why)

    def forget(self):
        """Begin anew before a check; texts and choices stay."""
        self.errors, self.notes, self.hints, self.matches, self.doubts, self.facts = {}, [], {}, [], [], {}
        self.same = False

    def shed(self):
        """Let go of what a page shows: for writing the facts are enough, and the texts of 20,000 rows weigh."""
        self.cells, self.headings, self.values = [], [], {}

    def settle(self):
        """Which state follows from what was found."""
        if self.choice == Choice.SKIP:
            self.verdict = State.SKIPPED
        elif self.errors:
            self.verdict = State.WRONG
        elif self.same:
            self.verdict = State.SAME
        elif (self.matches or self.doubts) and not self.choice:
            self.verdict = State.DOUBTFUL
        else:
            self.verdict = State.READY

    @property
    def is_written(self):
        return self.verdict == State.READY

    def as_row(self):
        """The values of `ImportRow.WRITTEN`, sealed; it takes time and no lock."""
        said = {
            "cells": self.cells,
            "headings": self.headings,
            "values": self.values,
            "chosen": self.chosen,
            "errors": self.errors,
            "notes": self.notes + self.doubts,
            "hints": self.hints,
            "matches": self.matches,
        }
        return (self.position, self.sheet, self.number, self.verdict, self.choice, ImportRow.sealed_form(said))

    @classmethod
    def of_row(cls, row):
        said = row.said
        return cls(
            row.position, row.sheet, row.number, said["cells"], said["headings"], said["values"], row.choice,
            said["chosen"],
        )  # fmt: skip


@dataclass
class Outcome:
    """What a batch wrote: counts by word, and every row it made or changed, in order."""

    counts: dict = field(default_factory=dict)
    made: list = field(default_factory=list)
    posts: int = 0

    def created(self, *objs):
        self.made += [["created", obj._meta.label_lower, obj.pk, getattr(obj, "version", None), {}] for obj in objs]

    def changed(self, obj, was: dict[str, Any]):
        self.made.append(["changed", obj._meta.label_lower, obj.pk, obj.version, was])

    def count(self, word, number=1):
        self.counts[word] = self.counts.get(word, 0) + number
