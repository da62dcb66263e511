"""For superusers, as in communities.admin."""

from registry.upkeep.rooms import modules_of

modules_of("leaders", "admin")
