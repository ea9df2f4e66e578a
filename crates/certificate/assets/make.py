"""Makes what every certificate has inside: the letters, Regular and Bold, and the profile of its colours.

    python make.py REGULAR.ttf BOLD.ttf

The cuts of Onest come with the npm package @expo-google-fonts/onest (crates/service/design). Needs fontTools and
Pillow. The letters keep their outlines and nothing else: no hints, no features, since each letter is set by itself.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import ImageCms

LATIN = [*range(0x20, 0x7F), *(set(range(0xC0, 0x180)) - {0xD7, 0xF7})]
CYRILLIC = [*(set(range(0x0401, 0x0460)) - set(map(ord, "Ѝѐѝ"))), *map(ord, "ҐґҒғҚқҢңҮүҰұҺһӘәӨөІі")]
SIGNS = [0xA0, *map(ord, "§«»·–—’“”„…№")]

for path, name in zip(sys.argv[1:], ("regular.ttf", "bold.ttf"), strict=True):
    font = TTFont(path, recalcTimestamp=False)
    wanted = [code for code in LATIN + CYRILLIC + SIGNS if code in font.getBestCmap()]
    missing = [chr(code) for code in CYRILLIC + SIGNS if code not in wanted]
    if missing:
        sys.exit("The font has no letter for: " + " ".join(missing))
    options = subset.Options()
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 6, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.recalcTimestamp = False
    font.save(name)

with open("srgb.icc", "wb") as out:
    out.write(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
