from inspect import signature

from communities.records.endings import relations_of
from tests import factories


def hang_what_is_missing(holder):
    """`make_NOUN(holder)` for each kind of row that ends with `holder` and of which none hangs on it yet."""
    for relation, ending in relations_of(type(holder)):
        model, name = relation.related_model, relation.field.name
        make = getattr(factories, f"make_{getattr(model, 'noun', '')}", None)
        takes_it = make is not None and next(iter(signature(make).parameters)) == name
        if takes_it and not model._base_manager.filter(ending.is_open(), **{name: holder}).exists():
            make(holder)
