"""How days are written where Django's own way of a language is not the way of an office."""
