"""Photos of an activity: each leaves through its activity, so whoever reaches the activity reaches them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from communities.activities.forms.photo import PhotoForm
from communities.activities.models import Activity, ActivityPhoto
from communities.pages.acts import refused_in_one_line
from communities.pages.asking import AskFirst
from communities.pages.base import NotOpen, ScopedMixin
from communities.pages.stored import stored_response
from registry.accounts.roles import Permission


def picture_response(photo):
    response = stored_response(photo.file, content_type="image/jpeg")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response


class PhotoFile(ScopedMixin, View):
    is_file = True
    permission = Permission.ACTIVITY_VIEW

    def get(self, request, pk):
        rows = ActivityPhoto.objects.kept().permitted(request.user, self.permission)
        return picture_response(get_object_or_404(rows, pk=pk))


class PhotoAdd(ScopedMixin, View):
    """Keep photos of an activity that was not called off."""

    permission = Permission.ACTIVITY_EDIT

    def get(self, request, pk):
        return self._show(self._activity(pk), PhotoForm())

    def post(self, request, pk):
        activity, form = self._activity(pk), PhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(activity, form)
        values = form.cleaned_data
        words = {"caption": values["caption"], "by": request.user, "agreed": values["agreed"]}
        try:
            kept = ActivityPhoto.attach(activity, values["pictures"], **words)
        except ValidationError as refused:
            form.add_error("pictures", refused.messages)
            return self._show(activity, form)
        text = ngettext("%(n)s photo was added.", "%(n)s photos were added.", len(kept))
        messages.success(request, text % {"n": len(kept)})
        return redirect(activity)

    def _activity(self, pk):
        rows = Activity.objects.permitted(self.request.user, self.permission).with_names()
        activity = get_object_or_404(rows, pk=pk)
        if activity.state == Activity.State.CANCELLED:
            raise NotOpen(activity)
        return activity

    def _show(self, activity, form):
        return render(
            self.request, "communities/activities/activity_photo_form.html", {"activity": activity, "form": form}
        )


class PhotoAct(ScopedMixin, View):
    """POST only: one verb on one photo in reach."""

    http_method_names = ["post"]
    permission = Permission.ACTIVITY_EDIT
    verb = ""
    done = ""

    def post(self, request, pk):
        rows = ActivityPhoto.objects.permitted(request.user, self.permission).select_related("activity")
        photo = get_object_or_404(rows, pk=pk)
        try:
            getattr(photo, self.verb)(by=request.user)
        except ValidationError as refused:
            messages.error(request, refused_in_one_line(refused, photo))
        else:
            messages.success(request, self.done % {"photo": photo})
        return redirect(photo.activity)


class PhotoAgree(PhotoAct):
    verb = "agree"
    done = gettext_lazy("The agreement of those shown on “%(photo)s” was noted.")


class PhotoWithdraw(PhotoAct):
    verb = "withdraw"
    done = gettext_lazy("Residents no longer see “%(photo)s”.")


class PhotoRemove(AskFirst, PhotoAct):
    question = gettext_lazy("Remove the photo “%(what)s”? It is gone for good.")
    sure = gettext_lazy("Remove the photo")
    verb = "remove"
    done = gettext_lazy("The photo “%(photo)s” was removed.")
