#!/usr/bin/env python3
"""Checks the patches in patchwork that have no check of checkprov yet, and puts the results beside them.

    patchwork.py [--days N] [CHECKPROV OPTION]...

PATCHWORK is the address of the site, PATCHWORK_PROJECT the project, PATCHWORK_TOKEN the token of a maintainer of it.
Run it from cron: what has a check is left alone. The patches of the last N days (7) are looked at, those of one run
together, so that a series is seen whole. The status is 0 if all have a check now, 2 if not, with the reason.
"""

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

CONTEXT = "checkprov"


class Trouble(Exception):
    """Why it cannot go on, for whoever runs it."""


class Site:
    """The REST API of a patchwork, of version 2.2 (API 1.1) or newer."""

    def __init__(self, address, token):
        self.address, self.api, self.token = address, f"{address.rstrip('/')}/api/1.1", token

    def ask(self, url, body=None):
        """What is at the address, and the address of the next page, if there is one."""
        headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        try:
            request = urllib.request.Request(url, body and json.dumps(body).encode(), headers)
            with urllib.request.urlopen(request, timeout=60) as answer:
                more = re.search(r'<([^>]*)>; rel="next"', answer.headers.get("Link", ""))
                return answer.read(), more and more[1]
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):
                why = re.search(rb'"detail":"([^"]*)"', error.read())
                why = why[1].decode(errors="replace") if why else error.reason
                raise Trouble(f"PATCHWORK_TOKEN, which must be that of a maintainer, is refused: {why}") from error
            raise Trouble(f"{error.code} {error.reason}: {url}") from error
        except (OSError, ValueError) as error:
            raise Trouble(f"it cannot be reached: {getattr(error, 'reason', error)}") from error

    def get(self, path, **query):
        """All objects of a list, page after page."""
        url = f"{self.api}/{path}/?{urllib.parse.urlencode(query)}"
        while url:
            text, url = self.ask(url)
            try:
                yield from json.loads(text)
            except ValueError as error:
                raise Trouble("what answers is no patchwork") from error

    def has_project(self, name):
        """Whether there is a project of that name or number."""
        return any(name in (project["link_name"], str(project["id"])) for project in self.get("projects"))

    def unchecked(self, project, since):
        """The patches that came since then and have no check of ours, oldest first."""
        for patch in self.get("patches", project=project, since=since, archived="false", order="id"):
            if not any(check["context"] == CONTEXT for check in self.get(f"patches/{patch['id']}/checks")):
                yield patch


def checks_of(mails, options):
    """What checkprov says of the mails: a check for each patch."""
    command = ["checkprov", "--format", "patchwork", *options, "-"]
    try:
        run = subprocess.run(command, input=mails, stdout=subprocess.PIPE, check=False)
    except FileNotFoundError as error:
        raise Trouble("checkprov is not installed") from error
    if run.returncode not in (0, 1):
        raise Trouble("checkprov could not check them")
    return [json.loads(line) for line in run.stdout.splitlines()]


def poll(site, project, days, options):
    """Puts a check beside each patch that has none."""
    if not site.has_project(project):
        raise Trouble(f"there is no project `{project}`")
    since = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    patches = list(site.unchecked(project, since.strftime("%Y-%m-%dT%H:%M:%S")))
    checks = checks_of(b"".join(site.ask(patch["mbox"])[0] for patch in patches), options) if patches else []
    by_mail = {check.pop("message_id"): check for check in checks}
    for patch in patches:
        check = by_mail.get(patch["msgid"])
        if check is None:
            raise Trouble(f"checkprov saw no patch in {patch['mbox']}")
        site.ask(f"{site.api}/patches/{patch['id']}/checks/", check)
        print(f"{patch['id']}: {check['state']}: {check['description']}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--days", type=int, default=7)
    arguments, options = parser.parse_known_args()
    names = ["PATCHWORK", "PATCHWORK_PROJECT", "PATCHWORK_TOKEN"]
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        sys.exit(f"patchwork.py: {' and '.join(missing)} must be set")
    address, project, token = (os.environ[name] for name in names)
    try:
        poll(Site(address, token), project, arguments.days, options)
    except Trouble as trouble:
        print(f"patchwork.py: {address}: {trouble}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
