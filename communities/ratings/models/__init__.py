from communities.ratings.models.rating import StarRating
from communities.ratings.models.scheme import Indicator, RatingScheme, Score

__all__ = ["Indicator", "RatingScheme", "Score", "StarRating"]
