"""Numbers from the address bar and from posted picks: read here, whatever they hold."""


def number_in(value):
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def chosen_row(queryset, raw):
    """The row a GET parameter names, or None for nonsense."""
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > 12:
        return None
    return queryset.filter(pk=int(raw)).first()
