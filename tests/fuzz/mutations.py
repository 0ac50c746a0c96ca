"""Ways to damage a file: bits, bytes, numbers, pieces lost, doubled, moved and taken from others.

Files that pack others are damaged inside of them, mostly: whatever is changed outside breaks a
checksum and is seen before anything is read.
"""

from __future__ import annotations

import base64
import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence

import olefile
import regex

from support.compound_files import compound, streams

__all__ = ["changed", "mutated"]

#: Of the files that pack others, so many are damaged inside.
INSIDE = 0.85
#: Files grow no larger than this by what is doubled in them.
MOST = 4_000_000
NUMBERS = (
    0,
    1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
)
WORDS = (
    b"0",
    b"-1",
    b"1",
    b"9",
    b"255",
    b"65536",
    b"2147483648",
    b"99999999999999999999",
    b"1e309",
    b"NaN",
    b"",
)
#: What text formats consist of: tags, control words, names, brackets, numbers, and the rest.
TOKENS = regex.compile(
    rb"<[^<>]*+>|\\[A-Za-z]++-?[0-9]*+|/[A-Za-z]++|[{}\[\]()\r\n\t]|[0-9.]++|[^<\\/{}\[\]()0-9\r\n\t.]++|."
)
DIGITS = regex.compile(rb"[0-9]+(?:\.[0-9]+)?")
#: A part of a mail that is written in base64.
ENCODED = regex.compile(
    rb"base64[ \t]*+\r?\n(?:[^\r\n]++\r?\n)*+\r?\n(?<content>(?:[A-Za-z0-9+/=]++\r?\n)++)"
)
PDF_STREAM = regex.compile(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", regex.DOTALL)


def mutated(files: Sequence[bytes], seed: int) -> bytes:
    """Return one of the files, damaged: always the same for a seed."""
    rng = random.Random(seed)
    return changed(rng.choice(files), rng.choice(files), rng)


def changed(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Return the file damaged: inside of what it packs, and of what that packs, mostly."""
    if rng.random() < INSIDE:
        for begins, inside in PACKED:
            if begins.match(data):
                return inside(data, other, rng)
        if data.startswith(b"%PDF") and rng.random() < 0.5:
            data = _unpacked_pdf(data)
    return _damaged(data, other, rng)


def _in_zip(data: bytes, other: bytes, rng: random.Random) -> bytes:
    members = _members(data)
    others = _members(other) if other.startswith(b"PK") else {}
    name = rng.choice(sorted(members))
    if rng.random() < 0.1:
        del members[name]
    else:
        members[name] = changed(members[name], others.get(name, members[name]), rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as to:
        for each, content in members.items():
            to.writestr(zipfile.ZipInfo(each), content)
    return out.getvalue()


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _in_compound(data: bytes, other: bytes, rng: random.Random) -> bytes:
    content = streams(data)
    others = streams(other) if other.startswith(olefile.MAGIC) else {}
    names = [name for name in sorted(content) if "/" not in name]
    # The streams that matter, mostly.
    name = rng.choice([n for n in names if n[0] > "\x05"] if rng.random() < 0.9 else names)
    changed = _damaged(content[name], others.get(name, content[name]), rng)
    return compound({n: changed if n == name else content[n] for n in names})


def _in_gzip(data: bytes, other: bytes, rng: random.Random) -> bytes:
    inner = gzip.decompress(data)
    return gzip.compress(changed(inner, inner, rng), mtime=0)


def _in_mail(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A part of a mail that is written in base64 is damaged before it is."""
    parts = list(ENCODED.finditer(data))
    if not parts:
        return _damaged(data, other, rng)
    part = rng.choice(parts)
    inner = base64.b64decode(part["content"])
    encoded = base64.encodebytes(changed(inner, inner, rng))
    return data[: part.start("content")] + encoded + data[part.end("content") :]


def _unpacked_pdf(data: bytes) -> bytes:
    """The file with its streams unpacked: their offsets are wrong then, which readers mend."""

    def unpack(match: regex.Match[bytes]) -> bytes:
        try:
            content = zlib.decompress(match[1])
        except zlib.error:
            return match[0]
        return match[0].replace(b"/FlateDecode", b"", 1).replace(match[1], content, 1)

    return PDF_STREAM.sub(unpack, data)


def _damaged(data: bytes, other: bytes, rng: random.Random) -> bytes:
    ways = BINARY if b"\0" in data[:512] and not _is_utf16(data) else TEXT
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        if not data:
            return data
        data = rng.choice(ways)(data, other, rng)[:MOST]
    return data


def _is_utf16(data: bytes) -> bool:
    return data[:2] in (b"\xff\xfe", b"\xfe\xff")


def _bits(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 4, 32))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _bytes(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.randbytes(rng.choice((1, 2, 8))) + data[at + rng.choice((0, 1, 8)) :]


def _number(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    """A number of two or four bytes becomes one at the edge of what there is."""
    size = rng.choice((1, 2, 4))
    at = rng.randrange(max(len(data) - size, 1)) // size * size
    value = rng.choice((*NUMBERS, len(data), len(data) - at)) & (1 << 8 * size) - 1
    return data[:at] + value.to_bytes(size, "little") + data[at + size :]


def _head_number(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """The same near the beginning, where a file says what else is in it."""
    head = min(len(data), 1024)
    return _number(data[:head], other, rng) + data[head:]


def _cut_off(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _cut_out(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def _zeroed(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + bytes(end - start) + data[end:]


def _doubled(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    times = rng.choice((1, 1, 1, 1, 2, 2, 16, 200))
    return data[:end] + data[start:end] * min(times, MOST // (end - start)) + data[end:]


def _moved(data: bytes, _other: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    rest = data[:start] + data[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _spliced(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """The beginning of one file and the end of another."""
    share = rng.random()
    return data[: int(share * len(data))] + other[int(share * len(other)) :]


def _grafted(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A stretch of another file in place of one of the same length."""
    if not other:
        return data
    start, end = _stretch(other, rng)
    return data[:start] + other[start:end] + data[end:]


def _stretch(data: bytes, rng: random.Random) -> tuple[int, int]:
    length = min(rng.choice((1, 4, 16, 64, 512, 4096, len(data) // 2)), len(data)) or 1
    start = rng.randrange(len(data) - length + 1)
    return start, start + length


# --- text ---


def _tokens(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Tokens lost, doubled, exchanged, or taken from another file."""
    tokens = TOKENS.findall(data)
    if len(tokens) < 2:
        return _bytes(data, other, rng)
    a, b = sorted(rng.sample(range(len(tokens)), 2))
    way = rng.randrange(5)
    if way == 0:
        del tokens[a]
    elif way == 1:
        tokens[a], tokens[b] = tokens[b], tokens[a]
    elif way == 2:
        b = min(b, a + rng.choice((1, 5, 50, 5000)))
        tokens[a:a] = tokens[a:b]
    elif way == 3:
        tokens.insert(a, tokens[b])
    else:
        others = TOKENS.findall(other) or [b""]
        start = rng.randrange(len(others))
        tokens[a : a + 1] = others[start : start + rng.choice((1, 3, 30))]
    return b"".join(tokens)


def _nested(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A few tokens over and over: nesting, and long runs of the same."""
    tokens = TOKENS.findall(data)
    at = rng.randrange(len(tokens))
    piece = b"".join(tokens[at : at + rng.choice((1, 2, 4, 12))])
    times = rng.choice((*(3, 10, 30, 100, 300, 1000, 3000) * 4, 60000))
    times = min(times, MOST // 2 // max(len(piece), 1))
    return b"".join(tokens[:at]) + piece * times + b"".join(tokens[at:])


def _figure(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """A number in figures becomes another one."""
    places = [match.span() for match in DIGITS.finditer(data)]
    if not places:
        return _bytes(data, other, rng)
    start, end = rng.choice(places)
    return data[:start] + rng.choice(WORDS) + data[end:]


Way = Callable[[bytes, bytes, random.Random], bytes]
ANY: tuple[Way, ...] = (
    _bits, _bytes, _cut_off, _cut_out, _zeroed, _doubled, _moved, _spliced, _grafted,
)  # fmt: skip
BINARY: tuple[Way, ...] = (*ANY, _number, _number, _head_number, _head_number, _head_number)
TEXT: tuple[Way, ...] = (*ANY, _tokens, _tokens, _tokens, _nested, _nested, _figure, _figure)
#: Files that pack others: how they begin, and how they are damaged inside.
PACKED: tuple[tuple[regex.Pattern[bytes], Way], ...] = (
    (regex.compile(b"PK"), _in_zip),
    (regex.compile(regex.escape(olefile.MAGIC)), _in_compound),
    (regex.compile(b"\x1f\x8b"), _in_gzip),
    (regex.compile(rb"[A-Za-z-]++: "), _in_mail),
)
