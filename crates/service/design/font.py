"""Makes text.woff2: one variable file out of the static cuts of Onest, with the letters that the portal writes.

    python font.py REGULAR.ttf BOLD.ttf OUT.woff2

The two cuts have the same outlines point by point, so they are the ends of one weight axis, 400 to 700.
"""

import sys

from fontTools import subset
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.ttLib import TTFont
from fontTools.varLib import build

REGULAR, BOLD = 400, 700

LATIN = [*range(0x20, 0x7F), *(set(range(0xA0, 0x100)) - set(map(ord, "¤¦¬µ"))), *map(ord, "ĞğıİŊŋŞşŪūŒœŠšŽž")]
CYRILLIC = [*(set(range(0x0401, 0x0460)) - set(map(ord, "Ѝѐѝ"))), *map(ord, "ҐґҒғҚқҢңҮүҰұҺһӘәӨөІі")]
SIGNS = [*map(ord, "‐‑–—‘’‚“”„•…‹›₸₽€№™←↑→↓↗−×≈≠≤≥✓"), 0x2009, 0x202F]

# The same picture under a second number, where the cuts lack it.
STAND_INS = {0x00AD: 0x2D, 0x2010: 0x2D, 0x2011: 0x2D, 0x202F: 0x2009}

FEATURES = ["ccmp", "locl", "kern", "mark", "tnum", "case"]


def merged(regular, bold):
    """One variable font with the two cuts as its ends."""
    space = DesignSpaceDocument()
    space.addAxis(AxisDescriptor(tag="wght", name="Weight", minimum=REGULAR, default=REGULAR, maximum=BOLD))
    for path, weight in ((regular, REGULAR), (bold, BOLD)):
        font = TTFont(path, recalcTimestamp=False)
        space.addSource(SourceDescriptor(font=font, location={"Weight": weight}))
    font, _, _ = build(space)
    return font


def with_stand_ins(font):
    """The font, with the numbers that the cuts lack."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            for number, like in STAND_INS.items():
                if number not in table.cmap and like in table.cmap:
                    table.cmap[number] = table.cmap[like]
    return font


def slim(font):
    """The font with our letters and features only."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LATIN + CYRILLIC + SIGNS)
    subsetter.subset(font)
    return font


def main(regular, bold, out):
    font = slim(with_stand_ins(merged(regular, bold)))
    missing = [chr(c) for c in LATIN + CYRILLIC + SIGNS if c not in font.getBestCmap()]
    if missing:
        sys.exit("The font has no letter for: " + " ".join(missing))
    font.recalcTimestamp = False
    font.flavor = "woff2"
    font.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
