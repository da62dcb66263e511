"""For Django alone, which asks for the models of an app here; a module imports the room it needs by name."""

from communities.records import throttle
from registry.upkeep.rooms import modules_of

__all__ = ["throttle"]  # the one table that belongs to no room

modules_of("communities", "models")
