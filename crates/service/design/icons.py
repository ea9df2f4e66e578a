"""Makes ../assets/icon-*.png from the emblem: `python3 icons.py`, with Chromium on the path.

The emblem stands in the middle 56 of 100 of a full ground, so that a device may cut the edges into
any shape.
"""

import pathlib
import struct
import subprocess
import tempfile
import zlib

HERE = pathlib.Path(__file__).parent
ASSETS = HERE.parent / "assets"
GROUND = "#0b4858"
SIZES = (180, 192, 512)


def rows(png):
    """The width and the rows of pixels, three bytes each, of a picture as Chromium writes it."""
    place, data, width, deep = 8, b"", 0, 3
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place:place + 8])
        body = png[place + 8:place + 8 + size]
        if kind == b"IHDR":
            width, _, _, colour = struct.unpack(">IIBB", body[:10])
            deep = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            data += body
        place += size + 12
    raw, stride, before, found = zlib.decompress(data), width * deep, bytes(width * deep), []
    for start in range(0, len(raw), stride + 1):
        how, line = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        for at, byte in enumerate(line):
            left = line[at - deep] if at >= deep else 0
            corner = before[at - deep] if at >= deep else 0
            up = before[at]
            nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
            line[at] = (byte + (0, left, up, (left + up) // 2, nearest)[how]) & 255
        before = bytes(line)
        found.append(b"".join(before[at:at + 3] for at in range(0, stride, deep)))
    return found


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main():
    emblem = (ASSETS / "emblem.svg").read_text()
    with tempfile.TemporaryDirectory() as folder:
        page, picture = pathlib.Path(folder, "icon.html"), pathlib.Path(folder, "icon.png")
        for size in SIZES:
            inner = size * 56 // 100
            svg = emblem.replace('width="32" height="32"', f'width="{inner}" height="{inner}"')
            page.write_text(
                f'<body style="margin:0;width:{size}px;height:{size}px;display:grid;'
                f'place-content:center;background:{GROUND}">{svg}'
            )
            subprocess.run(
                ["chromium", "--headless=new", "--no-sandbox", "--hide-scrollbars",
                 "--force-device-scale-factor=1", "--window-size=700,800",
                 f"--screenshot={picture}", page.as_uri()],
                check=True, capture_output=True,
            )
            lines = [line[:3 * size] for line in rows(picture.read_bytes())[:size]]
            head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
            data = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
            (ASSETS / f"icon-{size}.png").write_bytes(
                b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
            )


main()
