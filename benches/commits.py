#!/usr/bin/env python3
"""Measures what is explained of real commits: treewide ones, those that a command made, and bug fixes.

    cargo build --release --example mechanical
    benches/commits.py --history CLONE [--history CLONE ...]

Draws commits of each history with a fixed seed and prints the figures of docs/mechanical.md:

treewide  100 a history, of at least 30 changed lines of sources, whose subject speaks of a rename or the like or
          whose message names a command: how much of them stays to read
sed       all whose message holds a `sed` command that makes at least half of the commit when it is run again
          (`sed --sandbox`, on the files of the commit's parent): whether what is explained is what the command makes
fixes     500 a history whose subject says that they fix a fault: how much of them is explained

Every patch is what `git show -M` prints of the changed sources. Wants Python 3.9, git and GNU sed. Merges are left out.
"""

import argparse
import difflib
import json
import random
import re
import shlex
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

SOURCES = re.compile(r"\.(c|h|cc|cpp|cxx|hh|hpp|py|pl|pm|tcl|sh|mk|am)$|(^|/)Makefile[^/]*$")
TREEWIDE = re.compile(r"\b(rename[sd]?|renaming|sed|coccinelle|tree-?wide|re-?indent(ed)?|indent|indentation)\b", re.I)
COMMAND = re.compile(r"\b(sed -|spatch |clang-format -|perl -p|xargs )")
FIX = re.compile(r"\b(fix|fixes|fixed|bugfix)\b", re.I)
NO_FIX = re.compile(
    r"typo|style|indent|white ?space|format|align|spacing|comment|spelling|warning|doc|test|revert|rename|clean", re.I)
LEAST_LINES = 30


class History:
    """A clone, its commits that are no merges, and their patches."""

    def __init__(self, path):
        self.path = path
        log = self.git("log", "--no-merges", "--format=%H%x1f%s%x1f%b%x1e")
        self.commits = [entry.lstrip("\n").split("\x1f") for entry in log.split("\x1e")[:-1]]

    def git(self, *words):
        run = subprocess.run(["git", "-C", self.path, *words], capture_output=True, check=True)
        return run.stdout.decode(errors="replace")

    def patch(self, commit):
        """The patch of the commit's sources, as bytes; empty where it has none."""
        names = self.git("diff-tree", "-r", "--name-only", "--no-commit-id", "--no-renames", commit).splitlines()
        names = [name for name in names if SOURCES.search(name)]
        if not names:
            return b""
        show = ["git", "-C", self.path, "show", "-M", "--no-color", "--no-ext-diff", "--format=", commit, "--"]
        return subprocess.run([*show, *names], capture_output=True, check=True).stdout

    def draw(self, seed, count, wanted, least=1):
        """So many commits that are wanted, in an order that the seed decides, with their patches."""
        drawn = []
        for commit in shuffled(seed, [c for c in self.commits if wanted(*c[1:])]):
            patch = self.patch(commit[0])
            if changed(patch) >= least:
                drawn.append((self, *commit, patch))
                if len(drawn) == count:
                    break
        return drawn


def shuffled(seed, items):
    items = list(items)
    random.Random(seed).shuffle(items)
    return items


def lines(patch):
    """The changed lines of a patch, with their marks."""
    left = [0, 0]
    for line in patch.decode(errors="replace").split("\n"):
        if left == [0, 0]:
            if head := re.match(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@", line):
                left = [int(head[1] or 1), int(head[2] or 1)]
        elif line[:1] in ("-", "+"):
            left["-+".index(line[0])] -= 1
            yield line
        elif line[:1] != "\\":
            left = [left[0] - 1, left[1] - 1]


def changed(patch):
    return sum(1 for _ in lines(patch))


def explain(tool, patches, keep):
    """What the tool says of each patch."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(keep or temporary)
        folder.mkdir(exist_ok=True)
        files = []
        for history, commit, _, _, patch in patches:
            files.append(folder / f"{Path(history.path).name}-{commit[:12]}")
            files[-1].write_bytes(patch)
        found = []
        for start in range(0, len(files), 100):
            said = subprocess.run([tool, *files[start : start + 100]], capture_output=True, text=True, check=True)
            found += [json.loads(line) for line in said.stdout.splitlines()]
    assert all(one["fault"] is None for one in found)
    return found


def percent(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


# --- treewide


def treewide(args, histories):
    wanted = lambda subject, body: TREEWIDE.search(subject) or COMMAND.search(body)
    drawn = [each for history in histories for each in history.draw(args.seed, args.count, wanted, LEAST_LINES)]
    found = explain(args.tool, drawn, args.keep)
    sums = {key: sum(one[key] for one in found) for key in ("changed", "explained", "to_read")}
    few = sum(one["to_read"] <= 20 for one in found)
    print(f"treewide: {len(found)} commits, {sums['changed']} changed lines")
    print(f"  residue {percent(sums['changed'] - sums['explained'], sums['changed'])}, {sums['to_read']} lines to read")
    print(f"  {few} commits with at most 20 lines to read, {percent(few, len(found))}")
    if args.verbose:
        for one, (_, commit, subject, *_) in sorted(zip(found, drawn), key=lambda pair: pair[0]["to_read"]):
            print(f"    {one['to_read']:5} {one['changed']:6} {commit[:12]} {subject[:80]}")


# --- sed


def scripts(body):
    """The `s` commands of the sed commands that a message holds, with the options that change their meaning."""
    found = []
    for line in re.sub(r"\\\n\s*", "", body).splitlines():
        for command in re.findall(r"\bsed\s+(.+)", line):
            try:
                words = shlex.split(command.rstrip("`"), comments=True)
            except ValueError:
                continue
            options = [word for word in words if word in ("-E", "-r")]
            found += [(*options, word) for word in words if re.match(r"s([/|,#:@!%]).+\1.*\1[gI0-9]*(;.*)?$", word)]
    return found


def run_again(history, commit, found, patch):
    """The changed lines that the commands make of the files of the commit's parent; none where they do not run."""
    names = dict(re.findall(r"(?m)^--- a/(.+)\n\+\+\+ b/(.+)$", patch.decode(errors="replace")))
    made = Counter()
    for old in names:
        show = subprocess.run(["git", "-C", history.path, "show", f"{commit}^:{old}"], capture_output=True)
        before = text = show.stdout
        for *options, script in found:
            run = subprocess.run(["sed", "--sandbox", *options, script], input=text, capture_output=True)
            if run.returncode != 0:
                return Counter()
            text = run.stdout
        made.update(changes(before, text))
    return made


def changes(before, after):
    """The lines that go and come, with their marks. A command that works by line keeps their number."""
    a, b = before.split(b"\n"), after.split(b"\n")
    if len(a) == len(b):
        pairs = [(x, y) for x, y in zip(a, b) if x != y]
        found = [b"-" + x for x, _ in pairs] + [b"+" + y for _, y in pairs]
    else:
        found = [line for line in difflib.ndiff(a, b) if line[:1] in (b"-", b"+")]
    return (line.decode(errors="replace").rstrip("\n") for line in found)


def sed(args, histories):
    drawn, made = [], []
    for history in histories:
        for commit, subject, body in history.commits:
            found = scripts(body)
            patch = history.patch(commit) if found else b""
            if changed(patch) < LEAST_LINES:
                continue
            here = Counter(lines(patch))
            again = run_again(history, commit, found, patch) & here
            if 2 * again.total() >= here.total():
                drawn.append((history, commit, subject, body, patch))
                made.append(again)
    found = explain(args.tool, drawn, args.keep)
    total = Counter()
    for one, again, (_, commit, subject, _, patch) in zip(found, made, drawn):
        # Equal lines are listed once, but for white space at their ends.
        plain = lambda line: line[0] + line[1:].strip()
        here, again = Counter(map(plain, lines(patch))), Counter(map(plain, again.elements()))
        residue = Counter()
        for left in one["residue"]:
            residue[left["kind"] + left["text"].strip()] += left["lines"]
        explained = here - residue
        both = (explained & again).total()
        total.update(changed=here.total(), made=again.total(), explained=explained.total(), both=both)
        if args.verbose:
            print(f"    {again.total() - both:5} missed {explained.total() - both:5} more {commit[:12]} {subject[:80]}")
    print(f"sed: {len(found)} commits, {total['changed']} changed lines, of which the commands make {total['made']}")
    print(f"  precision {percent(total['both'], total['explained'])} of {total['explained']} explained lines")
    print(f"  recall {percent(total['both'], total['made'])}")


# --- fixes


def fixes(args, histories):
    wanted = lambda subject, _: FIX.search(subject) and not NO_FIX.search(subject)
    drawn = [each for history in histories for each in history.draw(args.seed, 5 * args.count, wanted)]
    found = explain(args.tool, drawn, args.keep)
    total = Counter()
    for one, (_, commit, subject, *_) in zip(found, drawn):
        total.update({key: one[key] for key in ("changed", "explained", "moved", "reformatted", "substituted")})
        if args.verbose and one["explained"]:
            print(f"    {one['explained']:5} {one['changed']:5} {commit[:12]} {subject[:80]}")
    print(f"fixes: {len(found)} commits, {total['changed']} changed lines")
    shares = ", ".join(f"{key} {total[key]}" for key in ("moved", "reformatted", "substituted"))
    print(f"  explained {percent(total['explained'], total['changed'])}: {shares}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default="target/release/examples/mechanical")
    parser.add_argument("--history", action="append", required=True, help="a clone (repeatable)")
    parser.add_argument("--count", type=int, default=100, help="treewide commits of a history (100)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--figure", action="append", choices=["treewide", "sed", "fixes"])
    parser.add_argument("--keep", help="a folder for the patches")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    histories = [History(path) for path in args.history]
    for figure in args.figure or ["treewide", "sed", "fixes"]:
        {"treewide": treewide, "sed": sed, "fixes": fixes}[figure](args, histories)


if __name__ == "__main__":
    main()
