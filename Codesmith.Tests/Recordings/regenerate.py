"""Writes expected.screen of each recording: what two reference terminals, libvterm and tmux, show.

Called by regenerate.sh, which builds what it needs. README.md describes the format.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

HERE = pathlib.Path(__file__).parent
EVERY = 25  # Outputs between checkpoints; one more before each input, when a dialog waits for it.
BLANK = ("", 1, "-", "-", "-")


def read_cast(path):
    """Columns, rows and the output pieces between checkpoints as (outputs so far, bytes)."""
    header, *records = map(json.loads, path.read_text().splitlines())
    pieces, piece, outputs, last = [], "", 0, 0
    for _, kind, data in records:
        if kind == "i" and outputs > last or outputs - last >= EVERY:
            pieces.append((outputs, piece.encode()))
            piece, last = "", outputs
        if kind == "o":
            piece += data
            outputs += 1
    if outputs > last:
        pieces.append((outputs, piece.encode()))
    return header["width"], header["height"], pieces


def framed(pieces):
    return b"".join(b"%d\n%s" % (len(data), data) for _, data in pieces)


def normal(text, width, foreground, background, attributes):
    """A cell that was erased, and not written with a space, has a background and nothing else."""
    return (text, width, foreground, background, attributes) if text else ("", 1, "-", background, "-")


def libvterm(program, columns, rows, pieces):
    output = subprocess.run(
        [program, str(columns), str(rows)], input=framed(pieces), check=True, capture_output=True).stdout.decode()
    lines = iter(output.splitlines())
    for _ in pieces:
        state = next(lines)[2:]
        grid = []
        for _ in range(rows):
            row = []
            for _ in range(columns):
                points, width, foreground, background, attributes = next(lines).split()
                if points == "-":
                    continue
                text = "" if points == "0" else "".join(chr(int(point, 16)) for point in points.split("."))
                row.append(normal(text, int(width), foreground, background, attributes))
            grid.append(row)
        yield state, grid


class Style:
    LETTERS = {1: "b", 2: "f", 3: "i", 4: "u", 7: "v", 9: "s"}

    def __init__(self):
        self.reset()

    def reset(self):
        self.foreground, self.background, self.letters = "-", "-", set()

    def apply(self, parameters):
        values = [int(value or 0) for value in re.split("[;:]", parameters)]
        while values:
            value = values.pop(0)
            if value == 0:
                self.reset()
            elif value in self.LETTERS:
                self.letters.add(self.LETTERS[value])
            elif value in (38, 48):
                color = str(values[1]) if values[0] == 5 else "#%02x%02x%02x" % tuple(values[1:4])
                del values[:2 if values[0] == 5 else 4]
                if value == 38:
                    self.foreground = color
                else:
                    self.background = color
            elif 30 <= value <= 37:
                self.foreground = str(value - 30)
            elif 40 <= value <= 47:
                self.background = str(value - 40)
            elif 90 <= value <= 97:
                self.foreground = str(value - 82)
            elif 100 <= value <= 107:
                self.background = str(value - 92)
            elif value == 39:
                self.foreground = "-"
            elif value == 49:
                self.background = "-"
            else:
                raise ValueError(f"tmux printed SGR {value}")

    def cell(self, text):
        width = 2 if unicodedata.east_asian_width(text) in "WF" else 1
        attributes = "".join(letter for letter in "bfiusv" if letter in self.letters) or "-"
        return text, width, self.foreground, self.background, attributes


def tmux(columns, rows, pieces, folder):
    source, captures = folder / "pieces", folder / "captures"
    source.write_bytes(framed(pieces))
    subprocess.run(
        ["tmux", "-S", folder / "socket", "-f", "/dev/null", "-u", "new-session", "-d", "-x", str(columns), "-y", str(rows),
         f"{sys.executable} {HERE}/tmux_pane.py {source} {captures}; tmux wait-for -S done",
         ";", "set-option", "-g", "status", "off", ";", "select-pane", "-T", "", ";", "wait-for", "done"],
        check=True, timeout=60)
    for line in captures.read_text().splitlines():
        state, text = json.loads(line)
        style, grid = Style(), []
        for line in text.split("\n")[:rows]:
            row = []
            for sgr, character in re.findall("\x1b\\[([0-9;:]*)m|([^\x1b])", line):
                if not character:
                    style.apply(sgr)
                elif row and (unicodedata.category(character) in ("Mn", "Me", "Cf") or row[-1][0].endswith("\u200d")):
                    row[-1] = (row[-1][0] + character, *row[-1][1:])
                else:
                    row.append(style.cell(character))
            grid.append(row + [BLANK] * (columns - sum(cell[1] for cell in row)))
        yield state, grid


def comparable(row):
    """
    What both references can tell. libvterm knows no faint; tmux does not tell an erased cell from a written space,
    so the foreground of a space counts only where it is seen.
    """
    result = []
    for text, width, foreground, background, attributes in row:
        letters = attributes.replace("f", "")
        if not text.strip(" ") and not set("uvs") & set(letters):
            text, foreground, letters = " ", "-", "-"
        result.append((text, width, foreground, background, letters or "-"))
    return result


def runs(row):
    """Columns whose cells are not narrow in the default style, as runs of equal ones."""
    result, column = [], 0
    for text, width, foreground, background, attributes in row:
        style = "".join((
            "" if foreground == "-" else " fg=" + foreground, "" if background == "-" else " bg=" + background,
            "" if attributes == "-" else " " + attributes, " wide" if width == 2 else ""))
        if style and result and result[-1][2] == style and sum(result[-1][:2]) == column:
            result[-1][1] += width
        elif style:
            result.append([column, width, style])
        column += width
    return ",".join(f"{start}+{length}{style}" for start, length, style in result)


def lines(row):
    text = "".join(cell[0] or " " for cell in row).rstrip(" ")
    return text, runs(row)


def explained(rows):
    """Why the references differ: libvterm 0.1.4 draws the parts of a joined emoji one after the other."""
    return all(any("\u200d" in cell[0] for cell in row) for row in rows)


def write_expected(folder, program):
    columns, rows, pieces = read_cast(folder / "session.cast")
    with tempfile.TemporaryDirectory() as temporary:
        by_tmux = list(tmux(columns, rows, pieces, pathlib.Path(temporary)))
    output, shown = [f"{columns}x{rows}"], [("", "")] * rows
    for (outputs, _), (state, grid), (other_state, other_grid) in zip(
            pieces, by_tmux, libvterm(program, columns, rows, pieces), strict=True):
        if state != other_state:
            raise ValueError(f"{folder.name}, output {outputs}: tmux has {state}, libvterm {other_state}")
        output.append(f"@ {outputs} {state}")
        for number, (row, other) in enumerate(zip(grid, other_grid, strict=True)):
            text, styles = lines(row)
            if (text, styles) == shown[number]:
                continue
            shown[number] = (text, styles)
            output.append(f"{number}|{text}")
            output.append(f"{number}:{styles}")
            if comparable(row) != comparable(other):
                if not explained((row, other)):
                    raise ValueError(f"{folder.name}, output {outputs}, row {number}:\n{lines(row)}\n{lines(other)}")
                output.append("!{0}|{1[0]}\n!{0}:{1[1]}".format(number, lines(other)))
    (folder / "expected.screen").write_text("\n".join(output) + "\n")


if __name__ == "__main__":
    for session in sorted(HERE.glob("*/session.cast")):
        write_expected(session.parent, sys.argv[1])
