#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. The last line is "N passed, N failed, N skipped".
# Usage: ./test.sh [FILTER...], where the filters are those of xunit.v3's runner: -class NAME, -namespace NAME, -method NAME (with *).
# VIDEOSEG_DATA names the folder with real data; without it the tests that need it are skipped and say so.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/eng/lib.sh"
cd "$ROOT"

# Found missing now rather than after the installation.
use_dotnet_sdk
eng/install.sh build torch test
eng/build.sh all
eng/onnxruntime.sh || say "warning: the tests that compare with ONNX Runtime are skipped"
set_native

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

run_project() {
  local name="$1" program="artifacts/bin/$1/release/$1" code=0
  shift
  if [ ! -x "$program" ]; then
    say "error: $program was not built"
    code=127
  else
    say "testing $name"
    # One hung test must not hold up a machine for ever.
    timeout --foreground -k 10 "${VIDEOSEG_TEST_TIMEOUT_SECONDS:-2700}" \
      "$program" -noLogo -noColor -noAutoReporters -reporter quiet -xml "$results/$name.xml" "$@" </dev/null || code=$?
  fi
  echo "$code" >"$results/$name.exit"
}

# One project after the other, each with all cores: first the parts, then the whole.
for project in tests/*.Tests/*.csproj tests/VideoSeg.EndToEnd/*.csproj; do
  run_project "$(basename "$project" .csproj)" "$@"
done
eng/test-summary.sh "$results"
