"""Writing the people of a batch: new ones and their posts by a few statements, known ones by their verbs."""

from leaders.appointments.actions import submit_appointments
from leaders.imports.subjects.entry import Outcome
from leaders.people.models import Leader, Stage
from registry.audit.log import snapshot

OLD = ("phone_sealed", "phone_index", "phone_tail_index", "phone_masked", "birth_year", "gender")


class PeopleWriting:
    def prepare(self, entries):
        """Whatever takes time and no lock: names read, numbers sealed, tokens derived."""
        self.fresh = [entry for entry in entries if entry.facts["known"] is None and not entry.facts.get("person_of")]
        for entry in self.fresh:
            entry.facts["leader"] = self._person(entry)
        self.rows = Leader.about_to_register(
            [entry.facts["leader"] for entry in self.fresh], by=self.batch.confirmed_by
        )
        self.tokens = [
            "\n".join(entry.facts["leader"].search_tokens()) for entry in self.fresh
        ]  # twenty sets weigh more

    def write(self, entries, *, by):
        outcome = Outcome()
        people = [entry.facts["leader"] for entry in self.fresh]
        Leader.register_many(
            people, by=by, note=self.batch.file_name, tokens=(text.split("\n") for text in self.tokens), rows=self.rows
        )
        outcome.created(*people)
        outcome.count("people", len(people))
        for entry in entries:
            if entry.facts["known"] is not None:
                entry.facts["leader"] = self._fill_in(entry, by, outcome)
            elif entry.facts.get("person_of"):
                entry.facts["leader"] = entry.facts["person_of"].facts.get("leader") or self._same_person(entry)
        self._write_posts(entries, by, outcome)
        return outcome

    def _same_person(self, entry):
        """The registered person of a further row: the row before changed nothing of the person, so it made no entry."""
        matches = self._matches(entry.facts)
        return next(row for row, _reasons, is_sure in matches if is_sure)

    def _person(self, entry):
        facts = entry.facts
        leader = Leader(
            name=facts["name"],
            gender=facts["gender"],
            birth_year=facts["birth_year"],
            region=facts["home"],
            basis=self.given.get("basis") or Leader.Basis.DUTY,
            stage=Stage.BACKBONE,
        )
        leader.set_phone(facts["phone"])
        leader.set_keys()
        return leader

    def _fill_in(self, entry, by, outcome):
        """What the register does not know yet of a known person; what it knows stays."""
        facts = entry.facts
        leader = Leader.objects.select_related("region").get(pk=facts["known"].pk)
        before, was = snapshot(leader), {name: getattr(leader, name) for name in OLD}
        if facts["phone"] and not leader.phone_index:
            leader.set_phone(facts["phone"])
        leader.birth_year = leader.birth_year or facts["birth_year"]
        leader.gender = leader.gender or facts["gender"]
        if any(getattr(leader, name) != value for name, value in was.items()):
            leader.revise(by=by, before=before)
            outcome.changed(leader, was)
            outcome.count("filled_in")
        return leader

    def _write_posts(self, entries, by, outcome):
        posts = []
        for entry in entries:
            post, leader = entry.facts["post"], entry.facts["leader"]
            if post is None or (entry.facts["known"] is not None and self._holds(leader, post)):
                continue
            post.leader = leader
            posts.append(post)
        submit_appointments(posts, by=by)
        outcome.created(*posts)
        outcome.posts = len(posts)
        outcome.count("posts", len(posts))
