# peer: [reviewdog](https://github.com/reviewdog/reviewdog)
# runs: `reviewdog -f=sarif -reporter=local` over `--format sarif` of a range
command -v reviewdog >/dev/null || cannot "a Go program, and neither Debian, PyPI nor npm has it"
version "reviewdog $(reviewdog -version)"
repository tree
cd tree
checkprov --git main..topic -f sarif >../log.sarif || true
holds "$(reviewdog -f=sarif -reporter=local -filter-mode=nofilter <../log.sarif)" "ai-code-too-large"
result "it shows the findings"
