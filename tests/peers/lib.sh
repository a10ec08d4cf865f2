# What the scripts in drive/ say and ask for. Each runs in an empty folder, with an empty home.
# shellcheck shell=bash

# The result that stands in the table.
result() { echo "$*" >>"$PEERS_SAID"; }

# The peer's version.
version() { echo "$*" | head -n 1 >"$PEERS_SAID.version"; }

# Ends the script: the peer cannot be had here.
cannot() { result "$*"; exit 77; }

fail() { echo "FAILED: $*" >&2; exit 1; }

# Whether a text holds a word; if not, the script ends, with the text.
holds() { case $1 in *"$2"*) ;; *) fail "no \`$2\` in: $1" ;; esac; }
lacks() { case $1 in *"$2"*) fail "\`$2\` in: $1" ;; esac; }

# Runs a command that is to end with that status; prints what it says.
ends() {
    local wanted=$1 seen=0
    shift
    "$@" 2>&1 || seen=$?
    [ "$seen" = "$wanted" ] || fail "status $seen, not $wanted: $*"
}

# debian PROGRAM PACKAGE...: the program, from Debian's packages.
debian() {
    local program=$1
    shift
    command -v "$program" >/dev/null && return
    [ -n "$PEERS_INSTALL" ] || cannot "\`$program\` is not installed (--install)"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
        >/dev/null 2>&1 || cannot "Debian's $* could not be installed"
}

# pypi NAME PACKAGE...: the programs of packages from PyPI, in an environment of that name; its folder is in $venv.
pypi() {
    venv=$PEERS_CACHE/$1
    shift
    [ -f "$venv/ready" ] || {
        [ -n "$PEERS_INSTALL" ] || cannot "$* of PyPI is not installed (--install)"
        { python3 -m venv "$venv" && "$venv/bin/pip" install -q "$@" && touch "$venv/ready"; } ||
            cannot "$* could not be had from PyPI"
    }
    PATH=$venv/bin:$PATH
}

# npm_package PACKAGE: its programs, from npm; its folder is in $node.
npm_package() {
    node=$PEERS_CACHE/npm
    [ -d "$node/node_modules/$1" ] || {
        [ -n "$PEERS_INSTALL" ] || cannot "$1 of npm is not installed (--install)"
        command -v npm >/dev/null || cannot "there is no npm"
        npm install --silent --prefix "$node" "$1" >/dev/null || cannot "$1 could not be had from npm"
    }
    PATH=$node/node_modules/.bin:$PATH
}

# source_of NAME ADDRESS: a clone, in $source.
source_of() {
    source=${PEER_SOURCES:-/nowhere}/$1
    [ -d "$source" ] || cannot "no registry has it: clone $2 into PEER_SOURCES"
    version "$1 $(git -C "$source" log -1 --format='%h of %cs')"
}

# A repository with a branch of two commits on main: one follows the policy, one does not.
SIGNED="Signed-off-by: Ann Dev <ann@example.org>"
repository() {
    git config --global user.name "Ann Dev"
    git config --global user.email ann@example.org
    git config --global init.defaultBranch main
    git init -q "$1"
    (
        cd "$1" || exit
        touch f.c && git add f.c && git commit -qm "Begin"
        git checkout -qb topic
        commit 2 "f: fix one thing

It was wrong.

AI-used-for: code
$SIGNED"
        commit 30 "f: fix it all

All was wrong.

AI-used-for: code
$SIGNED"
    )
}

# commit LINES MESSAGE: adds so many lines to f.c.
commit() {
    seq "$1" | sed 's/.*/int x&;/' >>f.c
    git commit -qam "$2"
}

# A port of the loopback that no one listens on.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Waits until something answers at the port, a minute at most.
wait_for_port() {
    for _ in $(seq 600); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
        sleep 0.1
    done
    fail "nothing listens on port $1"
}

# terminal COMMAND: runs it in a terminal of its own, which ends with the script.
terminal() {
    debian tmux tmux
    tmux -L "peers$$" new-session -d -x 140 -y 50 "$1"
    trap 'tmux -L "peers$$" kill-server 2>/dev/null || true' EXIT
}
types() { tmux -L "peers$$" send-keys "$@"; }

# Waits until the terminal shows a text, a minute at most.
shows() {
    for _ in $(seq 600); do
        if tmux -L "peers$$" capture-pane -p | grep -qF -e "$1"; then return; fi
        sleep 0.1
    done
    tmux -L "peers$$" capture-pane -p | grep -v '^ *$'
    fail "no \`$1\` on the screen"
}
