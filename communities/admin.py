"""For superusers. Nothing here writes around a verb; what has a state is moved by actions."""

from registry.upkeep.rooms import modules_of

modules_of("communities", "admin")
