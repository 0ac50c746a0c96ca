"""行政区划: a place of administration, as a report's issuer belongs to it."""

from __future__ import annotations

import enum

from govreport.record import record
from govreport.shown import Shown

__all__ = ["Level", "Place"]


class Level(enum.StrEnum):
    """行政级别: how high a place stands."""

    PROVINCE = "province"  # 省、自治区、直辖市
    CITY = "city"  # 设区的市、自治州、地区、盟
    COUNTY = "county"  # 县、不设区的市、市辖区、旗
    TOWN = "town"  # 乡、镇、街道


@record(kw_only=True, repr=False)
class Place(Shown):
    """行政区划: a place by its code of GB/T 2260 (of nine digits for towns).

    ``id`` is one over renumberings and renamings: the code that it had last. ``since`` and
    ``until`` are the first and the last year of this code and name, ``None`` for not known and for
    still in force. ``above`` is the place that it lies in, ``None`` for a province.
    """

    code: str
    name: str
    level: Level
    id: str
    since: int | None = None
    until: int | None = None
    above: Place | None = None

    def _said(self) -> str:
        return str(self)

    def __str__(self) -> str:
        names, place = [self.name], self.above
        while place is not None:
            names.append(place.name)
            place = place.above
        return f"{self.code} {' < '.join(names)}"
