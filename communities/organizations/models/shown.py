"""What residents may see of organizations: published, not ended, under no decision of an authority."""

PUBLISHED = {"is_published": True, "ended_on": None, "restraint": ""}


def is_shown(*values):
    """Whether the values of these fields, in their order, are those of an organization residents see."""
    return [value or None for value in values] == [needed or None for needed in PUBLISHED.values()]
