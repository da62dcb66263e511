"""What a post is called and where it lies, of plain values: lists and files of many posts make no object of each."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from communities.regions.models import Region
from leaders.appointments.models.needs import Topic
from leaders.people.models import Kind


class PostWords:
    """Mixed into the appointment, whose own properties say the same of one row."""

    # The columns `post_of` reads, for lists that are read as plain values.
    POST_WORDS = (
        "kind", "title", "topic", "organization__name", "region__level", "region__parent__name", "region__name",
    )  # fmt: skip

    @staticmethod
    def post_of(kind, title, topic, organization, level, above, place):
        """“康城一期 12号楼 楼组长”, “康城舞蹈队 队长”, “停车 意见领袖”, made of the columns in POST_WORDS."""
        title = title or Kind(kind).label
        if kind == Kind.TEAM:
            return f"{organization} {title}"
        if kind == Kind.OPINION:
            return pgettext("opinion leader", "%(title)s, %(topic)s") % {"title": title, "topic": Topic(topic).label}
        return f"{Region.label_of(level, above, place)} {title}"

    @property
    def place_label(self):
        """How people call the place."""
        return self.place.place_label

    @staticmethod
    def place_of(*values):
        """The first there is of the seat, the organization's region, the person's: level, name above, name of each."""
        parts = (values[at : at + 3] for at in range(0, len(values), 3))
        return next(Region.label_of(*part) for part in parts if part[0])

    @classmethod
    def told_post(cls, state, post):
        if state != cls.State.PENDING:
            return post
        return _("%(post)s (%(state)s)") % {"post": post, "state": cls.State(state).label}

    told_from = {
        "post": (POST_WORDS, post_of),
        "place_label": (
            tuple(
                f"{link}__{name}"
                for link in ("region", "organization__region", "leader__region")
                for name in ("level", "parent__name", "name")
            ),
            place_of,
        ),
    }
