# peer: [SARIF Multitool](https://github.com/microsoft/sarif-sdk)
# runs: `validate --rule-kind 'Sarif;Ghas'` of a series, a range, and a run without findings
npm_package @microsoft/sarif-multitool
tool=$node/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
chmod +x "$tool"
version "Sarif.Multitool $("$tool" --version 2>&1 | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -n 1)"
repository tree
git -C tree format-patch -q --stdout main..topic >tree/series.mbox
cd tree
checkprov -f sarif series.mbox >../mails.sarif || true
checkprov -f sarif --git main..topic >../range.sarif || true
checkprov -f sarif --git main..topic~1 >../clean.sarif
cd ..
for log in mails range clean; do
    "$tool" validate $log.sarif --rule-kind 'Sarif;Ghas' --output $log.report --log ForceOverwrite || true
    python3 - $log.report <<'P'
import json, sys
for run in json.load(open(sys.argv[1]))["runs"]:
    for each in run.get("results", []):
        print(each["ruleId"], each.get("level"), each["message"].get("text") or each["message"], each["locations"][0].get("physicalLocation", {}).get("region"))
    found = len(run.get("results", []))
sys.exit(found > 0)
P
done
result "nothing found"
