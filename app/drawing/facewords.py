"""What each face looks like in a few kind words, so that a wall of faces can be heard; it draws nothing.

The words are English msgids; whoever shows them translates them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DESCRIBED: Final[Mapping[str, str]] = {
    "f01": "Grey straight hair",
    "f02": "Short grey hair",
    "f03": "White hair, a bun on top",
    "f04": "Bald on top, small moustache",
    "f05": "Dark curly hair",
    "f06": "Dark blue cap",
    "f07": "Red headscarf",
    "f08": "Bald on top, full white beard",
    "f09": "Grey hair with a fringe, round glasses",
    "f10": "Dark hair, square glasses",
    "f11": "White hair in a low bun",
    "f12": "Short white hair",
    "f13": "Straw hat",
    "f14": "Grey wavy hair, red glasses",
    "f15": "Bald on top, dark glasses",
    "f16": "Red woollen hat with a bobble",
    "f17": "Two long grey plaits",
    "f18": "White hair on end, thick moustache",
    "f19": "Dark red beret, round glasses",
    "f20": "Brown fur hat over the ears",
    "f21": "White hair in two round buns",
    "f22": "Long grey beard",
    "f23": "Dark hair, red hairband",
    "f24": "Light cloth hat, square glasses",
    "f25": "White curly hair, round glasses",
    "f26": "Short white hair, small white beard",
    "f27": "Blue-green headscarf, square glasses",
    "f28": "Bald on top, grey beard, big glasses",
    "f29": "White straight hair, dark glasses",
    "f30": "Dark hair, gold hair clip",
    "f31": "Grey flat cap, small moustache",
    "f32": "Light hat with a wide brim and red ribbons",
    "f33": "Bamboo hat, grey beard",
    "f34": "Blue kerchief with white spots",
    "f35": "White towel round the head",
    "f36": "Grey plait round the head",
    "f37": "Bald, big moustache, big glasses",
    "f38": "Long grey hair, round glasses",
    "f39": "Grey hair combed high",
    "f40": "White hair, orange earmuffs",
    "f41": "Green winter hat with brown flaps",
    "f42": "Dark hair tied up high",
    "f43": "Red peaked cap, thick moustache",
    "f44": "Purple hat with a flower, round glasses",
    "f45": "Long thin moustache and beard",
    "f46": "Big dark curls",
    "f47": "Soft blue hat, full white beard",
    "f48": "Dark plait over the shoulder, red hairband",
    "f49": "Dark hat with a brim, small beard",
    "f50": "Dark pink headband, a bun on top",
    "f51": "Dark hair parted in the middle, small moustache",
    "f52": "Thick red scarf",
    "f53": "Blue hood, thick moustache",
    "f54": "White pigtails, reading glasses",
    "f55": "Green sun visor, grey curly hair",
    "f56": "Dark hair combed high, thick moustache, glasses",
}
"""A face's key -> what one knows it by: first what is on the head, then beard and glasses."""


def described(key: str) -> str:
    """The words for a face, as an English msgid; empty for a face that is not somebody's, such as the newcomer's."""
    return DESCRIBED.get(key, "")
