"""Pictures of many shapes: bars drawn as PNG or PDF, by hand, so that their bytes depend on nothing else."""

from __future__ import annotations

import struct
import zlib
from random import Random

SHAPES = (
    (1800, 1200),
    (2400, 300),
    (500, 2000),
    (1500, 1500),
    (3000, 900),
    (900, 1300),
    (2000, 150),
    (1200, 1250),
    (1000, 700),
)
"""Breadth and height in dots; enough for print at full measure, or high and narrow."""

COLOURS = ((27, 72, 112), (168, 70, 27), (89, 89, 89), (75, 46, 131), (122, 74, 0), (20, 110, 90))


def picture(rng: Random, number: int) -> tuple[str, bytes]:
    """The ending of the file's name, and the file."""
    width, height = SHAPES[number % len(SHAPES)]
    bars = [(rng.randint(1, 9), rng.choice(COLOURS)) for _ in range(rng.randint(3, 12))]
    match number % 4:
        case 0:
            return "pdf", pdf(width / 5, height / 5, bars)
        case 1:
            return "png", png(width, height, bars, alpha=True)
        case 2:
            return "png", png(width, height, bars, grey=True)
        case _:
            return "png", png(width, height, bars)


Bars = list[tuple[int, tuple[int, int, int]]]


def png(width: int, height: int, bars: Bars, *, alpha: bool = False, grey: bool = False) -> bytes:
    """A PNG of bars on white: in colour, in colours that can be seen through, or in grey."""
    kind, depth = (0, 1) if grey else (6, 4) if alpha else (2, 3)
    paper = b"\xff" * depth
    breadth = width // len(bars)
    bands: list[bytes] = []
    for level in range(10, 0, -1):
        row = b""
        for value, colour in bars:
            ink = bytes((sum(colour) // 3,)) if grey else bytes(colour) + (b"\xd0" if alpha else b"")
            row += (ink if value >= level else paper) * (breadth * 4 // 5) + paper * (breadth - breadth * 4 // 5)
        row += paper * (width - breadth * len(bars))
        bands.append((b"\0" + row) * (height // 10 + (1 if level <= height % 10 else 0)))
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(bands), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def pdf(width: float, height: float, bars: Bars) -> bytes:
    """A PDF of one page with bars."""
    breadth = width / len(bars)
    drawing = "\n".join(
        f"{colour[0] / 255:.3f} {colour[1] / 255:.3f} {colour[2] / 255:.3f} rg "
        f"{index * breadth:.2f} 0 {breadth * 0.8:.2f} {height * value / 10:.2f} re f"
        for index, (value, colour) in enumerate(bars)
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, out.rfind(b"xref\n"))
