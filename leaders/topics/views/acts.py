"""What is done to a topic: information, meetings, representatives, questions and their answers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.pages.acts import RowAct, TransitionView, refused_in_one_line
from communities.pages.asking import AskFirst
from leaders.topics.forms import AnswerForm, EntryForm, PromiseForm, QuestionForm, RepresentativeForm, TopicForm
from leaders.topics.models import Representative, Topic, TopicEntry, TopicQuestion
from registry.accounts.roles import Permission


class TopicAct(RowAct):
    model = Topic
    permission = Permission.TOPIC_EDIT

    def make_form(self, row, data=None):
        return self.form_class(data, initial=self.initial(row))

    def initial(self, row):
        return {}


class TopicUpdate(TopicAct):
    title = gettext_lazy("Change the topic")
    submit = gettext_lazy("Save topic")

    def make_form(self, row, data=None):
        initial = {"title": row.title, "summary": row.summary}
        return TopicForm(data, user=self.request.user, initial=initial).without_place()

    def act(self, row, values):
        row.change(by=self.request.user, **values)
        return _("The topic was changed.")


class TopicPublish(TransitionView):
    model = Topic
    permission = Permission.TOPIC_EDIT
    verb = "publish"
    done = gettext_lazy("Residents can read “%(row)s” now.")


class TopicClose(AskFirst, TransitionView):
    question = gettext_lazy("Close the topic “%(what)s”? It takes no more questions; the page stays.")
    sure = gettext_lazy("Close the topic")
    model = Topic
    permission = Permission.TOPIC_EDIT
    verb = "close"
    done = gettext_lazy("“%(row)s” takes no more questions; the page stays.")


class TopicEntryAdd(TopicAct):
    form_class = EntryForm
    title = gettext_lazy("Tell what is known, or a meeting")
    submit = gettext_lazy("Enter")

    def initial(self, row):
        return {"kind": TopicEntry.Kind.INFORMATION, "on": timezone.localdate()}

    def act(self, row, values):
        TopicEntry(topic=row, **values).enter(by=self.request.user)
        return _("It stands on the page of the topic.")


class RepresentativeAdd(TopicAct):
    form_class = RepresentativeForm
    title = gettext_lazy("Name a representative")
    lead = gettext_lazy("The residents choose; the register only writes down whom.")

    def initial(self, row):
        return {"how": Representative.How.MEETING}

    def act(self, row, values):
        Representative(topic=row, **values).take_seat(by=self.request.user)
        return _("The representative is named on the page of the topic.")


class QuestionAdd(TopicAct):
    form_class = QuestionForm
    title = gettext_lazy("Enter a question of residents")
    submit = gettext_lazy("Enter")

    def act(self, row, values):
        TopicQuestion(topic=row, text=values["text"]).ask(by=self.request.user)
        return _("The question was entered. Answer it, or promise a day.")


class RepresentativeLeave(AskFirst, TransitionView):
    question = gettext_lazy("Take %(what)s off? The name is gone from the page at once.")
    sure = gettext_lazy("Take the name off")
    model = Representative
    permission = Permission.TOPIC_EDIT

    def post(self, request, pk):
        reach = Topic.objects.permitted(request.user, self.permission)
        row = get_object_or_404(Representative.objects.filter(topic__in=reach).select_related("topic"), pk=pk)
        try:
            row.leave(by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, row))
        else:
            messages.success(request, _("The name is gone from the page."))
        return redirect(row.topic)


class QuestionAct(RowAct):
    model = TopicQuestion
    permission = Permission.TOPIC_EDIT
    of = (TopicQuestion.State.RECEIVED, TopicQuestion.State.OPEN)

    def rows(self):
        return super().rows().select_related("topic")

    def is_open(self, row):
        return row.state in self.of

    def lead_of(self, row):
        return row.text


class QuestionAnswer(QuestionAct):
    title = gettext_lazy("Answer the question")
    submit = gettext_lazy("Publish answer")
    template_name = "leaders/topics/question_answer.html"

    def make_form(self, row, data=None):
        return AnswerForm(data, initial={"group": row.group})

    def act(self, row, values):
        row.reply(by=self.request.user, **values)
        return _("Question and answer stand on the page of the topic.")


class QuestionPromise(QuestionAct):
    title = gettext_lazy("Promise a day for the answer")
    submit = gettext_lazy("Show with this day")
    of = (TopicQuestion.State.RECEIVED, TopicQuestion.State.OPEN, TopicQuestion.State.ASIDE)

    def make_form(self, row, data=None):
        return PromiseForm(data, initial={"group": row.group, "on": row.promised_on})

    def act(self, row, values):
        row.promise(by=self.request.user, **values)
        return _("The question shows as not answered yet, with the day promised.")


class QuestionAside(AskFirst, TransitionView):
    question = gettext_lazy("Set the question “%(what)s” aside? It is not answered then.")
    sure = gettext_lazy("Set the question aside")
    model = TopicQuestion
    permission = Permission.TOPIC_EDIT
    verb = "set_aside"
    done = gettext_lazy("The question was set aside.")
