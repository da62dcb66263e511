"""For Django alone, as in communities.models."""

from registry.upkeep.rooms import modules_of

modules_of("leaders", "models")
