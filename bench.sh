#!/usr/bin/env bash
# Benchmarks, each beside what it is compared with. Builds what is out of date; installs nothing but ONNX Runtime, into artifacts/, for engine.
# Usage: ./bench.sh file [--frames N] [--rounds N] [--json]      process against decode, inference and encode run alone, 720p and 1080p
#        ./bench.sh soak [FRAMES] [--interval N] [--json]        memory, handles and allocations over a long recording (needs ffmpeg)
#        ./bench.sh engine [--threads N,N] [--batches N,N] [--rounds N] [--json]
#                                                                the network alone, against ONNX Runtime (needs Node.js with npm)
#        ./bench.sh engine --device cuda [--batches N,N] [--rounds N] [--json]
#                                                                the same on a GPU, against PyTorch (needs python3, or VIDEOSEG_PYTHON, with torch)
#        ./bench.sh live [--seconds N] [--streams N,N] [--delivery latest|synchronised|both] [--outputs NAME,NAME] [--json]
#                                                                delays of live streams at 1080p30 within and at each output, and pixels
#        ./bench.sh streams [--streams N,N|auto] [--seconds N] [--fps N] [--lanes N] [--json]
#                                                                how many 1080p30 feeds in memory one network carries, every frame of each
#        ./bench.sh NAME --help                                  all options, such as --model, --device, --precision, --threads
# Let nothing else run meanwhile. docs/performance.md says what the numbers mean.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/eng/lib.sh"

case "${1-}" in
  '' | -h | --help) sed -n '2,/^set/{s/^# //p}' "$ROOT/bench.sh"; exit 0 ;;
  -* | file | soak | engine | live | streams) ;;
  *) say "error: expected the name of a benchmark (file, soak, engine, live, streams), found '$1'"; exit 2 ;;
esac

"$ROOT/eng/build.sh" bench </dev/null
if [ "$1" = engine ] && [[ "$*" != *cuda* ]]; then
  "$ROOT/eng/onnxruntime.sh" || say "warning: measuring without ONNX Runtime, and so without ratios to it"
fi
use_dotnet
set_native
cd "$ROOT"
exec artifacts/bin/VideoSeg.Bench/release/VideoSeg.Bench "$@"
