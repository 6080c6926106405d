#!/usr/bin/env bash
# Prints the one-line JSON report of `videoseg process --json` (read from standard input) for people. Usage: eng/print-report.sh OUTPUT
set -euo pipefail
awk -v output="$1" '
  function text(key, from) { return match(from, "\"" key "\": *\"[^\"]*\"") ? tail(substr(from, RSTART, RLENGTH)) : "unknown" }
  function number(key, from) { return match(from, "\"" key "\": *-?[0-9.eE+-]+") ? tail(substr(from, RSTART, RLENGTH)) + 0 : 0 }
  function tail(pair) { sub(/^"[^"]*": */, "", pair); gsub(/"/, "", pair); return pair }
  {
    printf "Annotated video: %s\n", output
    printf "Frames:          %d in, %d out, in %.1f s\n", number("frames_in", $0), number("frames_out", $0), number("seconds", $0)
    printf "Throughput:      %.1f frames a second (engine %s, precision %s)\n", number("fps", $0), text("engine", $0), text("precision", $0)
    rest = $0
    if (!match(rest, /"stages": *\{/)) next
    rest = substr(rest, RSTART + RLENGTH)
    printf "Latency, milliseconds a frame:\n  %-14s %9s %9s %9s %9s\n", "stage", "p50", "p95", "p99", "max"
    while (match(rest, /^[, ]*"[^"]+": *\{[^}]*\}/)) {
      stage = substr(rest, 1, RLENGTH)
      rest = substr(rest, RLENGTH + 1)
      name = stage
      sub(/^[, ]*"/, "", name); sub(/".*/, "", name)
      printf "  %-14s %9.2f %9.2f %9.2f %9.2f\n", name, number("p50_ms", stage), number("p95_ms", stage), number("p99_ms", stage), number("max_ms", stage)
    }
  }'
