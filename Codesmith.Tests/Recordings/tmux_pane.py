"""Runs in a tmux pane: writes the pieces of a session to it and captures the pane after each.

    tmux_pane.py PIECES CAPTURES

PIECES is what libvterm_cells reads. For each piece CAPTURES gets a JSON line: the pane's state and its text with SGR.
"""
import json
import os
import subprocess
import sys
import tty

STATE = "#{cursor_y} #{cursor_x} #{?cursor_flag,visible,hidden} #{?alternate_on,alternate,primary} #{pane_title}"
READY = b"\x1b[0n"


def write(data):
    while data:
        data = data[os.write(1, data):]


def tmux(*arguments):
    return subprocess.run(["tmux", *arguments], check=True, capture_output=True).stdout.decode()


def main():
    tty.setraw(0)
    with open(sys.argv[1], "rb") as pieces, open(sys.argv[2], "w") as captures:
        while line := pieces.readline():
            write(pieces.read(int(line)) + b"\x1b[5n")
            # The answer comes when everything before it was read; answers to the session's own questions precede it.
            answers = b""
            while not answers.endswith(READY):
                answers += os.read(0, 1024)
            pane = os.environ["TMUX_PANE"]
            state = tmux("display-message", "-p", "-t", pane, STATE)
            text = tmux("capture-pane", "-p", "-e", "-N", "-t", pane)
            captures.write(json.dumps([state.rstrip("\n"), text]) + "\n")


main()
