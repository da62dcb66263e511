"""Build the demo through the same verbs the pages use: deterministic for a given day, nothing twice."""

import random
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from communities.assessments.models import Assessment
from communities.organizations.models import Category, MemberCount, Organization
from communities.postings.models import Posting
from communities.regions.models import Level, Region
from communities.scope import lies_in
from communities.settings_of_street.models import accept_usual
from leaders.appointments.models import Appointment, Topic
from leaders.consents.models import Consent, ConsentText
from leaders.demo import activities, cases, content, filings, history, incentives, oversight, stages, supports, training
from leaders.people.models import Expertise, Kind, Leader, Stage
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.audit.log import record_summary
from registry.audit.models import AuditEntry

MARK = "demo.create"
# One function for each subject that came later, in a file of its own; each takes the demo with its places and staff.
STEPS = [
    stages.fill,
    filings.fill,
    activities.fill,
    supports.fill,
    training.fill,
    incentives.fill,
    oversight.fill,
    cases.fill,
    history.fill,
]


def is_built():
    return AuditEntry.objects.filter(verb=MARK).exists()


def holds_real_data():
    return User.objects.exists() or Leader.objects.exists() or Organization.objects.exists()


@transaction.atomic
def build(*, password):
    """Return {"leaders": n, "organizations": n, "buildings": n}."""
    demo = Demo(password)
    demo.make_places()
    demo.make_staff()
    demo.make_organizations()
    demo.make_heads()
    demo.make_team_leaders()
    demo.make_chairs()
    demo.make_opinion_leaders()
    demo.make_reserves()
    demo.make_waiting()
    for fill in STEPS:
        fill(demo)
    counts = {
        "leaders": Leader.objects.count(),
        "organizations": Organization.objects.count(),
        "buildings": Region.objects.filter(level=Level.BUILDING).count(),
    }
    record_summary(MARK, by=demo.staff["admin"], label="demo", object_type="leaders.leader", changes=counts)
    return counts


class Demo:
    def __init__(self, password):
        self.password = make_password(password)
        self.chance = random.Random(20261123)
        self.today = timezone.localdate()
        self.names = set()
        self.staff, self.streets, self.communities, self.compounds = {}, {}, {}, {}
        self.consent_text = ConsentText.in_force()
        self.expertise = list(Expertise.objects.all())

    # --- places -------------------------------------------------------------
    def make_places(self):
        above = None
        for code, name, level, virtual in content.ABOVE:
            above = self._region(above, code=code, name=name, level=level, is_virtual=virtual)
        for code, (name, communities) in content.STREETS.items():
            street = self._region(above, code=code, name=name, level=Level.STREET)
            self.streets[name] = street
            for number, (community_code, (community, compounds)) in enumerate(communities.items()):
                place = self._region(street, code=community_code, name=community, level=Level.COMMUNITY)
                place.describe(
                    by=None,
                    contact_phone=f"021-5555 0{code[8:9]}{number + 11}",
                    contact_address=f"{community.removesuffix('居委会')}社区服务站",
                    contact_hours=content.CONTACT_HOURS,
                )
                self.communities[community] = place
                self._compounds(place, compounds)
        self._link()

    def _region(self, parent, *, name, level, code="", is_virtual=False):
        found = Region.objects.current().filter(code=code).first() if code else None
        if found:
            return found
        if parent is not None:
            return parent.add_child(name=name, by=None, level=level, code=code, is_virtual=is_virtual)
        number = Region.objects.filter(parent=None).count() + 1
        root = Region(path=f"{number:04d}", level=level, name=name, code=code)
        root.set_keys()
        root.save()
        return root

    def _compounds(self, community, compounds):
        for name, buildings in compounds:
            compound = community.add_child(name=name, by=None)
            self.compounds[name] = compound
            for number in range(1, buildings + 1):
                compound.add_child(name=f"{number}号楼", by=None)

    def _link(self):
        first, *others = [self.compounds[name] for name in content.LINKED]
        first.describe(by=None, aliases=["上海康城"])
        for part in others:
            part.describe(by=None, linked_to=first)

    # --- people who work with it ---------------------------------------------
    def make_staff(self):
        xinzhuang, gumei = self.streets["莘庄镇"], self.streets["古美街道"]
        posts = {
            "worker": (Role.WORKER, self.communities["康城第一居委会"]),
            "worker2": (Role.WORKER, self.communities["古美一村居委会"]),
            "office": (Role.OFFICE, xinzhuang),
            "manager": (Role.MANAGER, xinzhuang),
            "overseer": (Role.OVERSEER, xinzhuang.parent),
        }
        for username, name in content.STAFF.items():
            admin = username == "admin"
            self.staff[username] = User.objects.create(
                username=username,
                display_name=name,
                password=self.password,
                is_staff=admin,
                is_superuser=admin,
            )
        for username, (role, region) in posts.items():
            self._post(username, role, region)
        for username, name, role in [
            ("gumei-office", "宋文彬", Role.OFFICE),
            ("gumei-manager", "何静", Role.MANAGER),
        ]:
            self.staff[username] = User.objects.create(username=username, display_name=name, password=self.password)
            self._post(username, role, gumei)
        for street, username in [(xinzhuang, "manager"), (gumei, "gumei-manager")]:
            accept_usual(street, by=self.staff[username])
            self._assess(street, by=self.staff[username])

    def _assess(self, street, *, by):
        """Before anybody is shown in public."""
        Assessment(
            region=street, assessed_on=self.today - timedelta(days=60), review_on=self.today + timedelta(days=305),
            signer=by.display_name, **content.ASSESSED,
        ).enter(by=by)  # fmt: skip

    def _post(self, username, role, region):
        Posting.objects.create(user=self.staff[username], role=role, region=region, started_on=date(2024, 1, 2))

    def _hands(self, region):
        """(who submits, who decides) for a place."""
        gumei = self.streets["古美街道"]
        if lies_in(region.path, gumei.path):
            return self.staff["gumei-office"], self.staff["gumei-manager"]
        return self.staff["office"], self.staff["manager"]

    # --- organizations -----------------------------------------------------------
    def make_organizations(self):
        self.teams = []
        for name, community in self.communities.items():
            short = name.removesuffix("居委会").removeprefix("上海").replace("康城第一", "康城")
            for ending, *facts in content.TEAMS:
                self._organization(community, f"{short}{ending}", *facts)
        self._organization(self.streets["古美街道"], *content.GUMEI_SALON)

    def _organization(self, region, name, category, purpose, times, place, members):
        organization = Organization(
            region=region,
            name=name,
            category=self._category(category),
            purpose=purpose,
            meeting_times=times,
            meeting_place=place,
            founded_on=date(self.chance.randint(2006, 2023), self.chance.randint(1, 12), 1),
            is_recruiting=self.chance.random() < 0.6,
            is_published=self.chance.random() < 0.9 or name.startswith(("康城", "古美旗袍")),
        )
        organization.register(by=self._hands(region)[0])
        for back in range(5):
            count = max(round(members * (1 - 0.08 * back)), 5)
            MemberCount.objects.create(
                organization=organization,
                year=self.today.year - back,
                members=count,
                over_sixty=count * 3 // 4,
            )
        self.teams.append(organization)

    def _category(self, name):
        found = Category.objects.filter(name=name).exclude(parent=None).first()
        if found:
            return found
        group, _new = Category.objects.get_or_create(name="文体", parent=None, defaults={"national_class": "culture"})
        return Category.objects.create(name=name, parent=group, national_class="culture")

    # --- leaders ------------------------------------------------------------------
    def make_heads(self):
        """Most buildings have a head; every seventh is vacant, some terms run out or are over."""
        for compound in self.compounds.values():
            for building in Region.objects.filter(parent=compound).by_sort():
                if building.sort_number % 7 == 0:
                    continue
                leader = self._leader(building)
                left = self._days_left(building.sort_number)
                self._current(leader, Kind.BUILDING, left=left, years=3, region=building)

    def _days_left(self, number):
        if number % 11 == 5:
            return 38
        if number == 17:
            return -12
        return self.chance.randint(120, 1000)

    def make_team_leaders(self):
        for organization in self.teams:
            leader = self._leader(organization.region)
            left = 25 if organization.name.endswith("柔力球队") else self.chance.randint(90, 900)
            self._current(
                leader,
                Kind.TEAM,
                left=left,
                years=3,
                organization=organization,
                title=self.chance.choice(content.TITLES),
            )

    def make_chairs(self):
        for name in ["康城一期", "古美一村", "东兰新村", "华梅花苑", "万源城一期"]:
            compound = self.compounds[name]
            leader = self._leader(compound)
            left = 120 if name == "东兰新村" else 700
            self._current(leader, Kind.ESTATE, left=left, years=4, region=compound, term_number=3, how="elected")

    def make_opinion_leaders(self):
        topics = [topic for topic in Topic.values if topic != Topic.OTHER]
        for number, community in enumerate([*self.communities.values()] * 2):
            leader = self._leader(community)
            self._current(
                leader,
                Kind.OPINION,
                left=400,
                years=2,
                topic=topics[number % len(topics)],
                own_wish=True,
                how="self",
            )

    def make_reserves(self):
        for community in self.communities.values():
            for stage in [Stage.BACKBONE, Stage.BACKBONE, Stage.RESERVE]:
                self._leader(community, stage=stage)

    def make_waiting(self):
        """Four entries of the worker's own community wait for the manager."""
        compound = self.compounds["康城一期"]
        vacant = Region.objects.filter(parent=compound, sort_number__in=[7, 14, 21, 28]).by_sort()
        for building in vacant:
            leader = self._leader(building)
            self._appointment(leader, Kind.BUILDING, left=1090, years=3, region=building).submit(
                by=self.staff["worker"]
            )

    def _leader(self, region, stage=Stage.BACKBONE):
        female = self.chance.random() < 0.58
        leader = Leader(
            region=region,
            name=self._name(female),
            gender=Leader.Gender.FEMALE if female else Leader.Gender.MALE,
            birth_year=self.chance.randint(1948, 1978),
            biography=self.chance.choice(content.BIOGRAPHIES),
            stage=stage,
        )
        leader.set_keys()
        if self.chance.random() < 0.93:
            leader.set_phone(f"1{self.chance.choice('35789')}{self.chance.randrange(10**8, 10**9)}")
        leader.register(by=self._hands(region)[0])
        if self.expertise:
            leader.expertise.set(self.chance.sample(self.expertise, min(2, len(self.expertise))))
        self._consents(leader)
        return leader

    def _name(self, female):
        while True:
            surname = self.chance.choice(content.SURNAMES)
            if self.chance.random() < 0.02:
                surname = self.chance.choice(content.COMPOUND_SURNAMES)
            name = surname + self.chance.choice(content.GIVEN_FEMALE if female else content.GIVEN_MALE)
            if name not in self.names or self.chance.random() < 0.05:
                self.names.add(name)
                return name

    def _consents(self, leader):
        fields = [Consent.Field.NAME] if self.chance.random() < 0.7 else []
        if fields and self.chance.random() < 0.7:
            fields.append(Consent.Field.BIOGRAPHY)
        for field in fields:
            Consent.objects.create(
                leader=leader,
                field=field,
                text=self.consent_text,
                form=Consent.Form.PAPER,
                given_on=date(2025, 3, 1),
                recorded_by=leader.created_by,
            )

    def _current(self, leader, kind, **facts):
        submits, decides = self._hands(leader.region)
        appointment = self._appointment(leader, kind, **facts)
        appointment.submit(by=submits)
        appointment.decide(by=decides)
        leader.move_to_stage(Stage.LEADER, by=decides)

    def _appointment(self, leader, kind, *, left, years, how="put_forward", **facts):
        ends = self.today + timedelta(days=left)
        starts = min(ends - timedelta(days=365 * years), self.today)
        return Appointment(leader=leader, kind=kind, started_on=starts, term_ends_on=ends, how_chosen=how, **facts)
