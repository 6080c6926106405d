#!/usr/bin/env bash
# Installs what is missing, builds, finds the polyps in a recording and draws them. Usage: ./run.sh [INPUT [OPTION of videoseg process]...]
# Without arguments: the sample recording. The annotated video lies in out/ afterwards.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/eng/lib.sh"

input="${1-$ROOT/samples/videos/colonoscopy-sample.mp4}"
shift || true
[ -f "$input" ] || fail "expected a video to read, found nothing at $input"
name="$(basename "$input")"
output="$ROOT/out/${name%.*}-annotated.mp4"

"$ROOT/eng/install.sh" build torch
"$ROOT/eng/build.sh" host
mkdir -p "$ROOT/out"
# What is said about it is the result here, so it goes to standard output.
exec "$ROOT/videoseg" process "$input" -o "$output" --overwrite "$@" 2>&1
