# peer: [patchwork](https://github.com/getpatchwork/patchwork)
# runs: its server on SQLite, three mails by `parsemail`, `examples/patchwork.py` twice; wrong token, wrong project, no server
source_of patchwork https://github.com/getpatchwork/patchwork
pypi patchwork 'Django~=5.2.0' djangorestframework django-filter sqlparse
export DATABASE_TYPE=sqlite3 DATABASE_NAME=$PWD/db DJANGO_SETTINGS_MODULE=patchwork.settings.dev
export PYTHONDONTWRITEBYTECODE=1
manage() { python "$source/manage.py" "$@"; }
manage migrate >/dev/null 2>&1
manage loaddata default_tags default_states >/dev/null 2>&1
token=$(manage shell -c '
from django.contrib.auth.models import User
from patchwork.models import Project
from rest_framework.authtoken.models import Token
project = Project.objects.create(
    linkname="qemu", name="QEMU", listid="list.example.org", listemail="list@example.org")
user = User.objects.create_user("maintainer", "m@example.org", "secret")
user.profile.maintainer_projects.add(project)
other = User.objects.create_user("other", "o@example.org", "secret")
print(Token.objects.create(user=user).key, Token.objects.create(user=other).key)
' | tail -n 1)
export PATCHWORK_PROJECT=qemu
other=${token#* }
export PATCHWORK_TOKEN=${token% *}

repository tree
git -C tree format-patch -q -o "$PWD/mails" --thread --cover-letter --subject-prefix="PATCH v2" \
    --to=list@example.org main..topic
sed -i 's/\*\*\* SUBJECT HERE \*\*\*/Fix it/; s/\*\*\* BLURB HERE \*\*\*/Both./' mails/0000*
for mail in mails/*; do
    { echo "List-Id: <list.example.org>"; sed 1d "$mail"; } | manage parsemail
done

port=$(free_port)
export PATCHWORK=http://127.0.0.1:$port
poll() { python3 "$CHECKPROV_ROOT/examples/patchwork.py" "$@"; }
down=$(ends 2 poll --policy qemu)
holds "$down" "patchwork.py: $PATCHWORK: it cannot be reached: "
manage runserver --noreload --nothreading "127.0.0.1:$port" >server.log 2>&1 &
server=$!
trap 'kill $server' EXIT
wait_for_port "$port"

holds "$(PATCHWORK_TOKEN=wrong ends 2 poll)" "is refused: Invalid token."
holds "$(PATCHWORK_TOKEN=$other ends 2 poll)" "is refused: You do not have permission"
holds "$(PATCHWORK_PROJECT=nowhere ends 2 poll)" "there is no project \`nowhere\`"
said=$(ends 0 poll --policy qemu)
holds "$said" "1: success: follows the policy"
holds "$said" "2: fail: ai-code-too-large: "
[ -z "$(ends 0 poll --policy qemu)" ] || fail "a patch was checked twice"
seen=$(curl -s "$PATCHWORK/api/1.1/patches/2/" | python3 -c 'import json, sys; print(json.load(sys.stdin)["check"])')
[ "$seen" = fail ] || fail "patchwork shows $seen"
result "checks stand beside the patches, once; each fault is one line and status 2"
