"""A patch test of NIPA: what checkprov says of the mail as it was sent.

The tree is not asked: NIPA has applied the patch with `git am -s` by then, which adds a sign-off of its own and
drops what stands below the `---`.
"""

import json
import os
import subprocess

# What NIPA takes for success and for a warning; all else is a failure.
SUCCESS, WARNING, FAILURE = 0, 250, 1


def checkprov(tree, thing, result_dir):
    """Gives the result, a description of one line, and what is kept as the test's output."""
    policy = os.environ.get("CHECKPROV_POLICY", "linux")
    command = ["checkprov", "--policy", policy, "--format", "jsonl", "-"]
    try:
        run = subprocess.run(command, input=thing.raw_patch.encode(), capture_output=True, check=False)
    except FileNotFoundError:
        return FAILURE, "checkprov is not installed", ""
    if run.returncode not in (0, 1):
        return FAILURE, run.stderr.decode(errors="replace").strip(), ""
    told = [json.loads(line) for line in run.stdout.splitlines()]
    findings = [finding for mail in told[:-1] for finding in mail["findings"]]
    serious = [finding for finding in findings if finding["level"] != "note"]
    rules = sorted({finding["rule"] for finding in serious})
    description = ", ".join(rules) or f"follows the policy {policy}"
    output = "\n".join(f"{each['level']}[{each['rule']}]: {each['message']}\n{each['help']}\n" for each in findings)
    if run.returncode == 1:
        return FAILURE, description, output
    return (WARNING if serious else SUCCESS), description, output
