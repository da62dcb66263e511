from communities.activities.models.activity import Activity
from communities.activities.models.photo import ActivityPhoto
from communities.activities.models.rule import ActivityRule, RuleChange

__all__ = ["Activity", "ActivityPhoto", "ActivityRule", "RuleChange"]
