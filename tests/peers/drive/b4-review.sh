# peer: [b4 review](https://b4.docs.kernel.org/)
# runs: its program in a terminal (tmux) over a thread of a local archive: a patch with an error and a warning, one without
pypi b4 'b4[tui]'
version "b4 $(b4 --version)"
repository tree
cd tree
git checkout -qb mixed main
commit 2 "f: fix one thing

It was wrong.

AI-used-for: code
$SIGNED"
commit 30 "f: fix it all

All was wrong.

AI-used-for: code, cod
$SIGNED"
git format-patch -q --stdout --thread --cover-letter --to=list@example.org main..mixed |
    sed 's/\*\*\* SUBJECT HERE \*\*\*/Fix it/; s/\*\*\* BLURB HERE \*\*\*/Both./' | gzip >../thread
msgid=$(zcat ../thread | sed -n 's/^Message-I[dD]: <\(.*\)>/\1/p' | head -n 1)
git checkout -q main
port=$(free_port)
cat >../archive.py <<'P'
import http.server, sys
thread = open("../thread", "rb").read()
class Archive(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path.endswith("/t.mbox.gz")
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(thread if found else b"")
    do_POST = do_GET
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Archive).serve_forever()
P
python3 ../archive.py "$port" 2>../asked &
archive=$!
wait_for_port "$port"
git config --global b4.midmask "http://127.0.0.1:$port/all/%s"
git config --global b4.review-perpatch-check-cmd "checkprov --policy qemu --format b4-review -"
b4 review enroll
b4 review track "$msgid"
terminal "b4 review tui --no-mouse"
trap 'kill $archive; tmux -L "peers$$" kill-server 2>/dev/null || true' EXIT
shows "Fix it"
types c
shows "checkprov"
types j
types j
types Enter
shows "checkprov — FAIL"
shows "ai-code-too-large: declares AI-written code"
shows "ai-tag-unknown-value"
result "the patch fails, with both findings in its details"
