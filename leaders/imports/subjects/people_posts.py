"""The post a row of people names: its kind, its term, and the place or group it belongs to."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.records.terms import last_day
from communities.text.dates import Precision
from communities.text.names import organization_key
from leaders.appointments.models import Appointment
from leaders.appointments.models.needs import ESTATE_TERM_YEARS
from leaders.imports.subjects import words
from leaders.people.models import Kind, Leader

FIELDS_OF_POST = {"region": "building", "organization": "organization", "topic": "topic", "own_wish": "own_wish"}
STARTED_ON = Appointment._meta.get_field("started_on")
ROLE = re.compile(r"\w{1,5}(?:长|代表|带头人|达人)(?:姓名)?")


class PeoplePosts:
    def _check_post(self, entry):
        facts = entry.facts
        kind, is_known = self._kind(entry)
        if not is_known:
            entry.wrong("kind", _("%(text)s is no post this register knows.") % {"text": entry.text("kind")})
        facts["kind"], facts["post"] = kind, None
        if kind == Kind.OPINION and not entry.text("own_wish") and not entry.text("kind"):
            entry.notes.append(_("No post is entered: whether the person wishes to be listed is not said."))
            return
        if kind is None:
            self._tell_of_role(entry)
            return
        if words.posts_named(entry.text("kind")) > 1:
            entry.notes.append(_("Several posts stand here; the row is read as %(kind)s.") % {"kind": kind.label})
        started_on, term_ends_on = self._term(entry)
        if kind == Kind.ESTATE:
            term_ends_on = self._whole_years(entry, started_on, term_ends_on)
        post = Appointment(
            kind=kind,
            term_ends_on=term_ends_on,
            term_number=entry.take("term_number", words.number_of_term),
            how_chosen=self._how_chosen(entry),
            topic=words.topic_of(entry.text("topic")) or "",
            own_wish=words.is_yes(entry.text("own_wish")),
        )
        STARTED_ON.save_form_data(post, started_on)
        self._check_seat(entry, post)
        try:
            post.leader = Leader(name=facts["name"], region=facts["home"] or self.places.region)
            if not entry.errors:
                post._settle_place()
                post.clean()
        except ValidationError as refused:
            entry.wrong_of(refused, FIELDS_OF_POST, "kind")
        facts["post"] = post

    def _kind(self, entry):
        """(kind of post or None, whether the words are understood)."""
        kind, is_known = words.kind_of(entry.text("kind"))
        around = words.kind_in_words([*reversed(entry.headings), entry.sheet, self.batch.file_name])
        if around == Kind.ESTATE and words.is_chair(entry.text("kind")):
            return Kind.ESTATE, True
        if not entry.text("kind"):
            kind = around or (Kind.TEAM if entry.text("organization") else None)
        return kind, is_known

    def _tell_of_role(self, entry):
        """A column of people called 院落长 names a post, if none of the register's."""
        role = next((text for text in map(words.read_as, entry.headings) if ROLE.fullmatch(text)), "")
        if role and not entry.text("kind"):
            entry.notes.append(
                _("No post is entered: %(text)s is no post this register knows.") % {"text": role.removesuffix("姓名")}
            )

    def _term(self, entry):
        """(first day, last day): what the row says, else what was set at the upload."""
        begins, ends = entry.take("term", words.term_of) or (None, None)
        started, until = entry.take("started_on", words.start_of) or (None, None)
        first, ends = started or begins or self._setting("started_on"), ends or until
        if isinstance(ends, int):
            ends = last_day(first, ends) if first else None
        last = entry.take("term_ends_on", words.last_day_of) or ends
        if last is None:
            last = self._setting("term_ends_on")
            if last and (entry.text("term") or entry.text("term_ends_on")) and not entry.errors:
                entry.notes.append(_("The row names no end; the term is taken to last until %(day)s.") % {"day": last})
        return first, last

    @staticmethod
    def _whole_years(entry, first, last):
        """“2023.5-2028.5” names no days; the five years that the law allows end before the same month."""
        if getattr(first, "precision", Precision.DAY) != Precision.MONTH or not last:
            return last
        if (last.year, last.month) != (first.year + ESTATE_TERM_YEARS, first.month):
            return last
        longest = last_day(first, ESTATE_TERM_YEARS)
        entry.notes.append(_("The term is read as five years, until %(day)s.") % {"day": longest})
        return longest

    def _check_seat(self, entry, post):
        facts = entry.facts
        if post.kind == Kind.BUILDING:
            post.region = facts["building"]
            if post.region is None and "building" not in entry.errors:
                entry.wrong("building", _("The building is missing."))
        elif post.kind == Kind.ESTATE:
            post.region = facts["compound"]
            if post.region is None and "compound" not in entry.errors:
                entry.wrong("compound", _("The compound is missing."))
        elif post.kind == Kind.TEAM:
            post.organization = self._organization(entry)

    def _organization(self, entry):
        text = entry.text("organization")
        if not text:
            entry.wrong("organization", _("The organization is missing."))
            return None
        found = self.organizations.get(organization_key(text), [])
        near = [
            row
            for row in found
            if entry.facts["community"] and self.places.inside(row.region, entry.facts["community"])
        ]
        found = near or found
        if len(found) == 1:
            return found[0]
        entry.wrong(
            "organization",
            _("Several organizations are called %(name)s.") % {"name": text}
            if found
            else _("No organization called %(name)s is registered here; import the organizations first.")
            % {"name": text},
        )
        return None

    def _how_chosen(self, entry):
        return (
            words.how_chosen(entry.text("how_chosen")) or self.given.get("how_chosen") or Appointment.HowChosen.INVITED
        )

    def _setting(self, name):
        text = self.given.get(name)
        return date.fromisoformat(text) if text else None
