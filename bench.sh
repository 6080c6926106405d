#!/usr/bin/env bash
# Benchmarks, each beside what it is compared with. Installs nothing; builds what is out of date.
# Usage: ./bench.sh file [--frames N] [--rounds N] [--json]      process against decode, inference and encode run alone, 720p and 1080p
#        ./bench.sh soak [FRAMES] [--interval N] [--json]        memory, handles and allocations over a long recording (needs ffmpeg)
#        ./bench.sh file --help                                  all options, such as --model, --device, --precision, --threads
# Let nothing else run meanwhile. docs/performance.md says what the numbers mean.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/eng/lib.sh"

case "${1-}" in
  '' | -h | --help) sed -n '2,/^set/{s/^# //p}' "$ROOT/bench.sh"; exit 0 ;;
  -* | file | soak) ;;
  *) say "error: expected the name of a benchmark (file, soak), found '$1'"; exit 2 ;;
esac

"$ROOT/eng/build.sh" bench </dev/null
use_dotnet
set_openmp
cd "$ROOT"
exec artifacts/bin/VideoSeg.Bench/release/VideoSeg.Bench "$@"
