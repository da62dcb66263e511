"""Who looks at which pages: clerks as they are, signed in, with sessions, postings and the log on; and residents."""

from datetime import date

from django.test import Client
from django.urls import reverse

from communities.postings.models import Posting
from communities.regions.models import Level, Region
from leaders.people.models import Leader
from registry.accounts.models import User
from registry.accounts.roles import Role

BACKEND = "django.contrib.auth.backends.ModelBackend"
COMMON = "王建"


class Desk:
    """One size's places and signed-in clerks: `clerk` and `overseer` of a whole province, `neighbour` of one community."""

    def __init__(self):
        below = Region.objects.filter(path__gte="0001", path__lt="0002").order_by("path")
        self.province = below.get(level=Level.PROVINCE)
        self.city = below.filter(level=Level.PREFECTURE).first()
        self.district = below.filter(level=Level.COUNTY).first()
        self.community = below.filter(level=Level.COMMUNITY).first()
        self.leader = Leader.objects.within(self.community).filter(leads_team=True).first()
        self.seat = self.leader.appointments.get()
        self.team = self.seat.organization
        self.clerk = _sign_in("bench-clerk", Role.MANAGER, self.province)
        self.overseer = _sign_in("bench-overseer", Role.OVERSEER, self.province)
        self.neighbour = _sign_in("bench-neighbour", Role.MANAGER, self.community)
        self.nation = _sign_in("bench-nation")  # an administrator: whoever reaches everybody
        self.resident = Client(SERVER_NAME="localhost")

    def details(self):
        """{name: (client, address)} of the pages about one row."""
        return {
            "leader": (self.clerk, self.leader.get_absolute_url()),
            "organization": (self.clerk, self.team.get_absolute_url()),
            "appointment": (self.clerk, self.seat.get_absolute_url()),
            "public organization": (self.resident, reverse("directory:organization", args=[self.team.pk])),
            "public place": (self.resident, reverse("directory:place", args=[self.leader.region_id])),
        } | {
            f"{name}, made anew": (self.resident, f"{reverse(page, args=[pk])}?anew=1")  # so asked, no page is kept
            for name, page, pk in (
                ("public organization", "directory:organization", self.team.pk),
                ("public place", "directory:place", self.leader.region_id),
            )
        }

    def pages(self):
        """{name: act} of the pages whose cost must not grow with the tables."""
        clerk, resident, region = self.clerk, self.resident, self.province
        return {
            "leaders": opening(clerk, leader_list(region=region.pk)),
            "leaders of a community": opening(clerk, leader_list(region=self.community.pk)),
            "leaders, own": opening(clerk, leader_list()),
            "search for leaders": opening(clerk, leader_list(q=COMMON)),
            "search for leaders in a community": opening(clerk, leader_list(q=COMMON, region=self.community.pk)),
            "search everywhere": opening(clerk, f"{reverse('desk:search')}?q={COMMON}"),
            "organizations": opening(clerk, reverse("communities:organization-list")),
            "change form of a leader": opening(clerk, reverse("leaders:leader-update", args=[self.leader.pk])),
            "change form of an organization": opening(
                clerk, reverse("communities:organization-update", args=[self.team.pk])
            ),
            "new leader": opening(clerk, reverse("leaders:leader-create")),
            "children of a region": opening(clerk, self.district.get_absolute_url()),
            "children in the picker": opening(
                clerk, f"{reverse('communities:region-panel')}?field=region&at={self.district.pk}"
            ),
            "dashboard": opening(clerk, reverse("desk:dashboard")),
            "dashboard of who oversees": opening(self.overseer, reverse("desk:dashboard")),
            "statistics of who oversees": opening(self.overseer, reverse("desk:statistics")),
            "review queue": opening(clerk, reverse("desk:review-queue")),
            "operation log": opening(clerk, reverse("desk:audit-list")),
            "public home": opening(resident, reverse("directory:home")),
            "public organizations": opening(resident, reverse("directory:organizations")),
            "public search": opening(resident, f"{reverse('directory:find')}?q={COMMON}"),
            "public building heads": opening(resident, reverse("directory:building-heads")),
        } | {name: opening(*page) for name, page in self.details().items()}


def leader_list(**query):
    return reverse("leaders:leader-list") + "?" + "&".join(f"{name}={value}" for name, value in query.items())


def opening(client, address):
    """An act: open `address`; anything but a full answer stops the measuring."""

    def act():
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return response

    return act


def _sign_in(username, role=None, region=None):
    about = {"display_name": username, "is_superuser": region is None}
    user, made = User.objects.get_or_create(username=username, defaults=about)
    if made and region is not None:
        Posting.objects.create(user=user, region=region, role=role, started_on=date(2026, 1, 1))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=BACKEND)
    return client
