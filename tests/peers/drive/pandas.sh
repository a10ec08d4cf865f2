# peer: [pandas](https://pandas.pydata.org/)
# runs: `read_json(lines=True)` of `--format jsonl`, errors counted by author
pypi pandas pandas
version "pandas $(python -c 'import pandas; print(pandas.__version__)')"
checkprov --format jsonl "$CHECKPROV_ROOT/examples/series.mbox" >all.jsonl || true
said=$(python -c '
import pandas
mails = pandas.read_json("all.jsonl", lines=True).query("type == \"message\"")
findings = mails.explode("findings").dropna(subset=["findings"])
print(findings["findings"].map(lambda each: each["level"]).value_counts().to_dict())')
holds "$said" "'error': 1"
result "a row for each mail"
