"""What a word of loss measures for each thing that it may befall."""

from types import MappingProxyType
from typing import Final

from bot.core.losses.lexicon.types import Thing
from bot.core.model import Measure

KILL: Final = MappingProxyType({Thing.PERSON: Measure.KILLED})
WOUND: Final = MappingProxyType({Thing.PERSON: Measure.WOUNDED})
HARM: Final = MappingProxyType({Thing.PERSON: Measure.CASUALTIES})
ARREST: Final = MappingProxyType({Thing.PERSON: Measure.CAPTURED})
CAPTURE: Final = MappingProxyType({Thing.PERSON: Measure.CAPTURED, Thing.POST: Measure.POSTS_CAPTURED})
TAKE: Final = MappingProxyType({Thing.POST: Measure.POSTS_CAPTURED})
DESTROY: Final = MappingProxyType(
    {
        Thing.POST: Measure.POSTS_DESTROYED,
        Thing.VEHICLE: Measure.VEHICLES_DESTROYED,
        Thing.AIRCRAFT: Measure.AIRCRAFT_DOWNED,
    }
)
ELIMINATE: Final = MappingProxyType({Thing.PERSON: Measure.KILLED, **DESTROY})
DOWN: Final = MappingProxyType({Thing.AIRCRAFT: Measure.AIRCRAFT_DOWNED})
LOSE: Final = MappingProxyType(
    {
        Thing.PERSON: Measure.KILLED,
        Thing.POST: Measure.POSTS_CAPTURED,
        Thing.VEHICLE: Measure.VEHICLES_DESTROYED,
        Thing.AIRCRAFT: Measure.AIRCRAFT_DOWNED,
    }
)
FALL: Final = MappingProxyType({Thing.PERSON: Measure.KILLED, Thing.POST: Measure.POSTS_CAPTURED})
DISPLACE: Final = MappingProxyType({Thing.PERSON: Measure.DISPLACED, Thing.FAMILY: Measure.DISPLACED})
