# peer: [Jenkins' xUnit plugin](https://github.com/jenkinsci/xunit-plugin)
# runs: its schema `junit-10.xsd` over `--format junit` of two versions of a series, of a range, and of no findings
source_of xunit-plugin https://github.com/jenkinsci/xunit-plugin
debian xmllint libxml2-utils
schema=$(find "$source" -name junit-10.xsd | head -n 1)
repository tree
cd tree
git format-patch -q --stdout main..topic >series.mbox
git format-patch -q --stdout -v2 main..topic >>series.mbox
checkprov -f junit series.mbox >series.xml || true
checkprov -f junit --git main..topic >range.xml || true
checkprov -f junit --git main..topic~1 >clean.xml
for report in series range clean; do xmllint --noout --schema "$schema" $report.xml; done
holds "$(cat series.xml)" 'classname="v2 2/2 f: fix it all"'
result "all validate; the versions have different names"
