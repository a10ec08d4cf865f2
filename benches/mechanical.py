#!/usr/bin/env python3
"""Measures how well mechanical changes are told from others.

Makes patches from real source trees with a fixed seed, and prints the figures of docs/mechanical.md:

1. mechanical patches, alone and two kinds at a time: how much of them stays in the residue;
2. the same with 1 to 10 hand-like edits hidden among them: how many of these stand in the residue;
3. the time and memory for a rename of 100,000 lines, and for hostile patches.

    cargo build --release --example mechanical
    benches/mechanical.py --tree C_OR_RUST_SOURCES [--tree ...]

benches/commits.py measures real commits.

Wants Python 3.9, git and clang-format. Every patch of a tree is made from files of that tree alone.
"""

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

NAME = re.compile(r"\b[A-Za-z_][A-Za-z0-9_]{2,}\b")
STYLES = ["LLVM", "Google", "Chromium", "Mozilla", "WebKit", "Microsoft", "GNU"]
KEYWORDS = set(
    """auto break case char const continue default define defined double elif else endif enum extern false float
    for goto ifdef ifndef include inline int let long loop match mod move mut null NULL pub ref register return
    self Self short signed sizeof static struct super switch true type typedef undef union unsafe unsigned use
    void volatile where while impl trait crate dyn async await fn error warning pragma once not and""".split()
)


# --- the kinds of mechanical change: each plans with the random numbers, and gives what applies the plan


def plan_rename(rng, files):
    """Renames some names by word wherever they stand, as sed would."""
    lines = Counter()
    for text in files.values():
        for line in text.splitlines():
            lines.update(set(NAME.findall(line)))
    names = sorted(n for n, count in lines.items() if count >= 5 and n not in KEYWORDS)
    if len(names) < 8:
        return None
    renames = {}
    for old in rng.sample(names, rng.randint(1, 4)):
        word = rng.choice(["ctx", "state", "raw", "node", "impl", "obj", "base", "slot"])
        new = rng.choice([f"{old}_{word}", f"{word}_{old}", f"{word}{old[0].upper()}{old[1:]}"])
        if new not in lines and new not in renames.values():
            renames[old] = new
    if not renames:
        return None
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, renames)) + r")\b")

    def apply(files):
        return {path: pattern.sub(lambda m: renames[m[1]], text) for path, text in files.items()}

    apply.renames = renames
    return apply


def masked(text):
    """The text with comments and strings blanked out, of the same length."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\''
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", "~", m[0]), text, flags=re.S)


def closing(text, at):
    """Where the parenthesis that opens at `at` closes."""
    depth = 0
    for end in range(at, min(len(text), at + 4000)):
        if text[end] in "([{":
            depth += 1
        elif text[end] in ")]}":
            depth -= 1
            if depth == 0:
                return end
    return None


def plan_argument(rng, files):
    """Gives some functions one more argument, at every call and declaration."""
    calls = Counter()
    for text in files.values():
        calls.update(re.findall(r"\b([a-z_][a-z0-9_]{3,})\(", masked(text)))
    names = sorted(n for n, count in calls.items() if count >= 5 and n not in KEYWORDS)
    if len(names) < 4:
        return None
    chosen = {}
    for name in rng.sample(names, rng.randint(1, 3)):
        argument = rng.choice(["NULL", "0", "ctx", "&opts", "s->ctx", "FLAG_NONE", "the_repository"])
        chosen[name] = (argument, rng.random() < 0.5)

    def apply(files):
        return {path: add_arguments(path, text, chosen) for path, text in files.items()}

    return apply


def add_arguments(path, text, chosen):
    mask = masked(text)
    inserts = []
    for found in re.finditer(r"\b(" + "|".join(map(re.escape, chosen)) + r")\(", mask):
        end = closing(mask, found.end() - 1)
        if end is None:
            continue
        argument, last = chosen[found[1]]
        before = mask[mask.rfind("\n", 0, found.start()) + 1 : found.start()]
        if path.endswith(".rs"):
            declares = re.search(r"\bfn $", before)
            argument = "extra: usize" if declares else argument
        elif re.match(r"(?!return|else|case|do\b|#)[A-Za-z_][\w \t]*[\s*]+$", before) or before == "":
            argument = "int extra"
        start, inside = found.end(), mask[found.end() : end]
        if inside.strip() in ("", "void"):
            inserts.append((start, end, argument))
        elif last:
            at = start + len(inside.rstrip())
            inserts.append((at, at, ", " + argument))
        else:
            inserts.append((start, start, argument + ", "))
    for start, end, insert in sorted(inserts, reverse=True):
        text = text[:start] + insert + text[end:]
    return text


def functions(text):
    """The functions of a file as ranges of lines, blank line behind them included."""
    lines = text.split("\n")
    found, start = [], 0
    for at, line in enumerate(lines):
        if line.strip() == "" and (at == 0 or not lines[at - 1].startswith((" ", "\t"))):
            start = at + 1
        if line == "}" and at - start >= 6 and lines[start][:1] not in (" ", "\t", "}", ""):
            end = at + 1
            if end < len(lines) and lines[end].strip() == "":
                found.append((start, end + 1))
            start = end + 1
    return found


def plan_move(rng, files):
    """Moves some functions within their file, or to another."""
    places = [(path, text.split("\n")[a:b]) for path, text in sorted(files.items()) for a, b in functions(text)]
    if len(places) < 4:
        return None
    moves = []
    for path, lines in rng.sample(places, rng.randint(1, min(6, len(places) - 1))):
        target, behind = rng.choice(places)
        if behind != lines and len(lines) < 150:
            moves.append((path, tuple(lines[:3]), target, tuple(behind[:3])))

    def find(text, head):
        for a, b in functions(text):
            if tuple(text.split("\n")[a : a + 3]) == head:
                return a, b
        return None

    def apply(files):
        files = dict(files)
        for path, head, target, behind in moves:
            source = find(files[path], head)
            if source is None or find(files[target], behind) is None:
                continue
            lines = files[path].split("\n")
            block = lines[source[0] : source[1]]
            files[path] = "\n".join(lines[: source[0]] + lines[source[1] :])
            place = find(files[target], behind)
            if place is None:
                return {}
            lines = files[target].split("\n")
            files[target] = "\n".join(lines[: place[1]] + block + lines[place[1] :])
        return files

    return apply


def plan_indent(rng, files):
    """Indents by another width, or some functions by one level more."""
    kind = rng.choice(["width", "width", "level"])
    width = rng.choice([2, 3, 4, 8])
    some = {path: set(rng.sample(functions(text), min(len(functions(text)), 3))) for path, text in sorted(files.items())}

    def level(text, ranges):
        lines = text.split("\n")
        for a, b in ranges:
            for at in range(a, min(b, len(lines))):
                if lines[at].strip() and not lines[at].startswith("#"):
                    lines[at] = ("\t" if "\n\t" in text else "    ") + lines[at]
        return "\n".join(lines)

    def rewidth(text):
        unit = "\t" if "\n\t" in text else "    "
        to = " " * (width if unit == "\t" or width != 4 else 8)
        return re.sub(rf"(?m)^(?:{unit})+", lambda m: to * (len(m[0]) // len(unit)), text)

    def apply(files):
        if kind == "level":
            return {path: level(text, some.get(path, ())) for path, text in files.items()}
        return {path: rewidth(text) for path, text in files.items()}

    return apply


def plan_format(rng, files):
    """Runs clang-format with one of its own styles."""
    style = rng.choice(STYLES)
    if not all(path.endswith((".c", ".h")) for path in files):
        return None

    def apply(files):
        command = ["clang-format", f"--style={style}", "--assume-filename=x.c"]
        run = lambda text: subprocess.run(command, input=text, text=True, capture_output=True, check=True).stdout
        return {path: run(text) for path, text in files.items()}

    return apply


KINDS = {
    "rename": plan_rename,
    "argument": plan_argument,
    "move": plan_move,
    "indent": plan_indent,
    "format": plan_format,
}


# --- hand-like edits


def edit_constant(rng, line, _):
    found = list(re.finditer(r"(?<![\w.])\d+(?![\w.])", line))
    if not found:
        return None
    m = rng.choice(found)
    return line[: m.start()] + str(int(m[0]) + rng.choice([1, -1, 2, 8, 100]) or 7) + line[m.end() :]


def edit_condition(rng, line, _):
    swaps = [("==", "!="), ("!=", "=="), ("&&", "||"), ("||", "&&"), (" < ", " >= "), (" > ", " <= "), ("if (", "if (!")]
    swaps = [(a, b) for a, b in swaps if a in line]
    if not swaps:
        return None
    a, b = rng.choice(swaps)
    return line.replace(a, b, 1)


def edit_off_by_one(rng, line, _):
    swaps = [(r" < ", " <= "), (r" > ", " >= "), (r"(\w)\]", r"\1 + 1]"), (r"(\w)\);", r"\1 - 1);"), (r"(\w);", r"\1 + 1;")]
    swaps = [(a, b) for a, b in swaps if re.search(a, line)]
    if not swaps:
        return None
    a, b = rng.choice(swaps)
    return re.sub(a, b, line, count=1)


def edit_missed(rng, line, context):
    hits = [(old, new) for old, new in context["renames"].items() if re.search(rf"\b{new}\b", line)]
    if not hits:
        return None
    old, new = rng.choice(hits)
    return re.sub(rf"\b{new}\b", old, line, count=1)


def edit_other(rng, line, context):
    hits = [new for new in context["renames"].values() if re.search(rf"\b{new}\b", line)]
    names = hits or [n for n in NAME.findall(line) if n not in KEYWORDS]
    if not names:
        return None
    return re.sub(rf"\b{rng.choice(names)}\b", rng.choice(context["names"]), line, count=1)


HAND = {
    "constant": edit_constant,
    "condition": edit_condition,
    "off-by-one": edit_off_by_one,
    "missed": edit_missed,
    "other name": edit_other,
}


# --- patches


class Patch:
    """A diff of two sets of files, and its lines."""

    def __init__(self, folder, before, after):
        for side, files in (("a", before), ("b", after)):
            for path, text in files.items():
                file = folder / side / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
        command = ["git", "-c", "core.autocrlf=false", "diff", "--no-index", "--no-color", "--no-ext-diff"]
        command += ["--src-prefix=", "--dst-prefix=", "a", "b"]
        self.text = subprocess.run(command, cwd=folder, capture_output=True).stdout
        self.file = folder / "patch"
        self.file.write_bytes(self.text)
        self.added, self.removed, self.context = {}, defaultdict(list), set()
        self.read()

    def read(self):
        path, number, left = None, 0, [0, 0]
        for line in self.text.decode(errors="replace").split("\n"):
            if left == [0, 0]:
                if line.startswith("+++ "):
                    path = re.sub(r"^b/", "", line[4:].split("\t")[0])
                elif line.startswith("@@"):
                    m = re.match(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line)
                    left = [int(m[1] or 1), int(m[3] or 1)]
                    number = int(m[2])
                continue
            mark, text = line[:1], line[1:]
            if mark == "-":
                self.removed[path].append(text)
                left[0] -= 1
            elif mark == "+":
                self.added[path, number] = text
                left[1] -= 1
                number += 1
            elif mark != "\\":
                self.context.add((path, number))
                left = [left[0] - 1, left[1] - 1]
                number += 1


def sample(rng, trees):
    """Some files of one tree that stand near each other."""
    tree = rng.choice(trees)
    count = rng.randint(4, 25)
    start = rng.randrange(max(1, len(tree) - count))
    return dict(tree[start : start + count])


def planned(rng, trees, count):
    """Files, and the plans of `count` kinds of change that all do something to them."""
    while True:
        files = sample(rng, trees)
        kinds = rng.sample(sorted(KINDS), count)
        plans = [KINDS[kind](rng, files) for kind in kinds]
        if any(plan is None for plan in plans):
            continue
        after, works = files, True
        for plan in plans:
            next_files = plan(after)
            works = works and set(next_files) == set(files) and next_files != after
            if not works:
                break
            after = next_files
        if works:
            return files, kinds, plans


def apply(plans, files):
    for plan in plans:
        files = plan(files)
    return files


def hide(rng, before, plans, folder):
    """Hides edits among the changes. Returns the patch and what to look for: (kind, path, line, text)."""
    plain = Patch(folder / "plain", before, apply(plans, before))
    want = rng.randint(1, 10)
    drops, hidden = rng.randint(0, want // 3 + 1), []
    edited = {path: text.split("\n") for path, text in before.items()}
    dropped = defaultdict(set)
    for _ in range(drops):
        path = rng.choice(sorted(before))
        removed = set(plain.removed[path]) if rng.random() < 0.7 else set(edited[path])
        lines = [at for at, line in enumerate(edited[path]) if line in removed and re.search(r"\w", line)]
        if lines:
            at = rng.choice(lines)
            if at not in dropped[path]:
                dropped[path].add(at)
                hidden.append(("dropped", path, None, edited[path][at]))
    edited = {p: "\n".join(line for at, line in enumerate(ls) if at not in dropped[p]) for p, ls in edited.items()}
    after = {path: text.split("\n") for path, text in apply(plans, edited).items()}
    added = sorted(Patch(folder / "dropped", before, {p: "\n".join(ls) for p, ls in after.items()}).added)
    renames = {old: new for plan in plans for old, new in getattr(plan, "renames", {}).items()}
    names = sorted(set(NAME.findall("\n".join(before.values()))) - KEYWORDS)
    taken = set()
    for _ in range(want * 30):
        if len(hidden) >= want:
            break
        if added and rng.random() < 0.7:
            path, number = rng.choice(added)
        else:
            path = rng.choice(sorted(after))
            number = rng.randint(1, len(after[path]))
        # A use of a name that was renamed is missed, or becomes another name, as often as all else together.
        kind = rng.choice(["missed", "other name"] if renames and rng.random() < 0.5 else sorted(HAND))
        line = after[path][number - 1] if number <= len(after[path]) else ""
        new = HAND[kind](rng, line, {"renames": renames, "names": names})
        if new is None or new == line or (path, number) in taken or re.match(r"\s*(\*|//|/\*)", line):
            continue
        taken.add((path, number))
        after[path][number - 1] = new
        hidden.append((kind, path, number, new))
    return Patch(folder / "hidden", before, {p: "\n".join(ls) for p, ls in after.items()}), hidden


def explain(tool, patches):
    found = []
    for start in range(0, len(patches), 100):
        command = [tool, *[str(patch) for patch in patches[start : start + 100]]]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found += [json.loads(line) for line in out.splitlines()]
    for one in found:
        assert one["fault"] is None, one["input"]
        assert one["changed"] == one["explained"] + sum(left["lines"] for left in one["residue"]), one["input"]
    return found


# --- the figures


def percent(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


def figure_1(args, rng, trees, folder):
    """The residue of mechanical patches."""
    made = []
    for count in (1, 2):
        for at in range(args.count):
            files, kinds, plans = planned(rng, trees, count)
            patch = Patch(folder / f"{count}-{at}", files, apply(plans, files))
            made.append((count, "+".join(sorted(kinds)), files, plans, patch))
    found = explain(args.tool, [patch.file for *_, patch in made])
    sums = defaultdict(lambda: [0, 0, 0, 0.0])
    for (count, kinds, _, _, patch), one in zip(made, found):
        for group in (f"{count} at a time", kinds, "all"):
            if one["changed"]:
                row = sums[group]
                row[0] += 1
                row[1] += one["changed"]
                row[2] += one["changed"] - one["explained"]
                row[3] += 1 - one["explained"] / one["changed"]
    print("\n1. mechanical patches: patches, changed lines, residue, share of all lines, mean share of a patch")
    for group, (number, changed, residue, share) in sorted(sums.items()):
        print(f"   {group:20} {number:5} {changed:9} {residue:7}  {percent(residue, changed):>8} {percent(share, number):>8}")
    return made


def figure_2(args, rng, made, folder):
    """How many hidden lines stand in the residue."""
    hidden = [hide(rng, files, plans, folder / f"{at}") for at, (_, _, files, plans, _) in enumerate(made)]
    found = explain(args.tool, [patch.file for patch, _ in hidden])
    tally = defaultdict(Counter)
    for (count, kinds, *_), (patch, edits), one in zip(made, hidden, found):
        # Equal lines of the residue are listed once, where the first stands.
        added = {" ".join(p["text"].split()) for p in one["residue"] if p["kind"] == "+"}
        kept = {(p["path"], p["line"]) for p in one["kept"]}
        removed = {" ".join(p["text"].split()) for p in one["residue"] if p["kind"] == "-"}
        for kind, path, number, text in edits:
            if kind == "dropped":
                # Of several lines that differ in their indentation alone, any may be said to be the one.
                seen, caught = text in patch.removed[path], " ".join(text.split()) in removed
            else:
                seen, caught = (path, number) in patch.added, " ".join(text.split()) in added
            if not seen:
                fate = "unchanged, listed as kept" if (path, number) in kept else (
                    "unchanged, in context" if (path, number) in patch.context else "unchanged, out of sight")
            else:
                fate = "in the residue" if caught else "explained"
            if fate == "explained" and args.verbose:
                print("   missed:", kind, kinds, one["input"], path, number, repr(text))
            for group in (kind, f"{count} at a time", "all"):
                tally[group][fate] += 1
    print("\n2. hidden edits: of those on changed lines, how many stand in the residue; the others")
    for group, fates in sorted(tally.items()):
        caught, missed = fates.pop("in the residue", 0), fates.pop("explained", 0)
        rest = ", ".join(f"{fate}: {n}" for fate, n in sorted(fates.items()))
        print(f"   {group:20} {caught:5} of {caught + missed:5}  {percent(caught, caught + missed):>8}  {rest}")


def figure_3(args, trees, folder):
    """Time and memory."""
    print("\n3. processor time of the program, time of reading and explaining, the best of three; changed, explained")
    files = {f"{at}/{path}": text for at, tree in enumerate(trees) for path, text in tree}
    lines = Counter()
    for text in files.values():
        for line in text.splitlines():
            lines.update(set(NAME.findall(line)))
    names = [name for name, _ in lines.most_common(400) if name not in KEYWORDS]
    for count in range(10, 400, 10):
        pattern = re.compile(r"\b(" + "|".join(map(re.escape, names[:count])) + r")\b")
        after = {path: pattern.sub(lambda m: f"{m[1]}_x", text) for path, text in files.items()}
        changed = sum(a != b for p in files for a, b in zip(files[p].split("\n"), after[p].split("\n")))
        if 2 * changed >= 100_000:
            break
    time(args, f"rename of {count} names", Patch(folder / "rename", files, after).file)
    mixed = "".join(f"-a{i % 7} b{i % 11} c{i}\n" for i in range(50_000)) + "".join(
        f"+a{i % 5} d{i % 13} c{i * 7}\n" for i in range(50_000))
    hostile = {
        "50,000 equal lines": ("-x;\n" * 50_000 + "+y;\n" * 50_000, 50_000),
        "50,000 lines, all new": (mixed, 50_000),
        "a line of 8 MB": ("-" + "a b, " * 800_000 + "\n+" + "a c, " * 800_000 + "\n", 1),
        "50,000 lines, a third alike": ("".join(f"-f{i % 3}(x{i % 97}, a);\n+f{i % 3}(x{i % 89}, b);\n" for i in range(50_000)), 50_000),
        "a line of open brackets": ("-" + "f(" * 1_000_000 + "\n+" + "g(" * 1_000_000 + "\n", 1),
    }
    for name, (body, count) in hostile.items():
        file = folder / name.replace(" ", "-")
        file.write_text(f"--- a/f.c\n+++ b/f.c\n@@ -1,{count} +1,{count} @@\n{body}")
        time(args, name, file)


def time(args, name, file):
    best = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        found = explain(args.tool, [file])[0]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best or (used, found["milliseconds"]), (used, found["milliseconds"]))
    print(f"   {name:28} {best[0]:6.2f} s of processor  {best[1] / 1e3:6.2f} s of time  {found['bytes'] / 1e6:6.1f} MB"
          f"  {found['changed']:7} {found['explained']:7}  (at most {after.ru_maxrss // 1024} MB of memory so far)")


def read_tree(root):
    found = []
    for path in sorted(Path(root).rglob("*")):
        if path.suffix in (".c", ".h", ".rs") and path.is_file() and 2_000 < path.stat().st_size < 200_000:
            try:
                text = path.read_text()
            except UnicodeDecodeError:
                continue
            if "\r" not in text and text.endswith("\n"):
                found.append((str(path.relative_to(root)), text))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tool", default="target/release/examples/mechanical")
    parser.add_argument("--tree", action="append", required=True, help="sources in C or Rust (repeatable)")
    parser.add_argument("--count", type=int, default=200, help="patches for a figure (200)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--figures", default="123")
    parser.add_argument("--keep", help="a folder that does not exist yet, for the patches")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    args.tool = os.path.abspath(args.tool)
    trees = [tree for tree in map(read_tree, args.tree) if len(tree) > 3]
    for root, tree in zip(args.tree, trees):
        print(f"{Path(root).name}: {len(tree)} files, {sum(t.count(chr(10)) for _, t in tree)} lines")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(args.keep or temporary)
        if set("12") & set(args.figures):
            made = figure_1(args, random.Random(args.seed), trees, folder / "1")
        if "2" in args.figures:
            figure_2(args, random.Random(args.seed + 1), made, folder / "2")
        if "3" in args.figures:
            figure_3(args, trees, folder / "3")


if __name__ == "__main__":
    sys.exit(main())
