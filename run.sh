#!/usr/bin/env bash
# Installs what is missing, builds, finds the polyps in a recording and draws them.
# Usage: ./run.sh [INPUT] [OPTION of videoseg process]...
# INPUT is a file, or a URL that FFmpeg reads; without it: the sample recording.
# The annotated video lies in out/ afterwards, unless -o names another place.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/eng/lib.sh"

case "${1-}" in -h | --help) sed -n '2,/^set/{s/^# //p}' "$ROOT/run.sh"; exit 0 ;; esac

input="$ROOT/samples/videos/colonoscopy-sample.mp4"
if [ $# -gt 0 ] && [[ "$1" != -* ]]; then input="$1"; shift; fi
name="$(basename "$input")"
if [ ! -f "$input" ]; then
  # A colon with no slash before it marks a URL, as FFmpeg sees it.
  if ! [[ "$input" =~ ^[A-Za-z0-9+.-]+: ]]; then
    say "error: expected a video to read, found nothing at '$input'. Name a file or a URL: ./run.sh [INPUT] [OPTION of videoseg process]..."
    exit 3
  fi
  name="$(basename "${input%%[?#]*}")"
fi

output=(-o "$ROOT/out/${name%.*}-annotated.mp4" --overwrite)
for argument; do
  case "$argument" in -o* | --output | --output[=:]*) output=() ;; esac
done

use_dotnet_sdk # found missing now rather than after the installation
"$ROOT/eng/install.sh" build torch
"$ROOT/eng/build.sh" host
[ ${#output[@]} -eq 0 ] || mkdir -p "$ROOT/out"
# What is said about it is the result here, so it goes to standard output.
exec "$ROOT/videoseg" process "$input" ${output[@]+"${output[@]}"} "$@" 2>&1
