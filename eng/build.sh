#!/usr/bin/env bash
# Builds what is out of date: the native libraries, then the program (host, the default), the program and the benchmarks (bench),
# or these and all tests (all).
# Usage: eng/build.sh [host|bench|all]
# CMAKE_PREFIX_PATH chooses the libtorch; it is remembered until another value, or an empty one, is given.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scope="${1:-host}"
case "$scope" in
  host) project=src/VideoSeg.Host/VideoSeg.Host.csproj ;;
  bench) project=bench/VideoSeg.Bench/VideoSeg.Bench.csproj ;;
  all) project=VideoSeg.sln ;;
  *) fail "expected 'host', 'bench' or 'all', found '$scope'" ;;
esac
prefix_file=artifacts/native-build.prefix

# What a build depends on, as one line: names, sizes and times of the sources, and the libtorch chosen.
fingerprint() {
  local sources=(src native)
  [ "$1" = host ] || sources+=(bench)
  [ "$1" != all ] || sources+=(tests)
  {
    find "${sources[@]}" Directory.* global.json VideoSeg.sln .editorconfig eng/BannedSymbols.txt eng/build.sh -type f -printf '%p %s %T@\n' | LC_ALL=C sort
    echo "prefix $(libtorch_prefix)"
  } | sha256sum
}

stamp_of() { echo "artifacts/build.$1.stamp"; }

up_to_date() {
  local stamp
  stamp="$(stamp_of "$scope")"
  [ -x artifacts/bin/VideoSeg.Host/release/videoseg ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint "$scope")" ]
}

# Runs a build step; shows what it printed only where it fails.
quietly() {
  local log="artifacts/build.log"
  "$@" >"$log" 2>&1 9>&- </dev/null || { cat "$log" >&2; fail "this failed: $*"; }
}

build_native() {
  local folder=artifacts/native-build prefix
  prefix="$(libtorch_prefix)"
  # CMake keeps what it found; another libtorch or a moved clone needs a fresh start.
  if [ -f "$folder/CMakeCache.txt" ]; then
    if ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$ROOT/native" "$folder/CMakeCache.txt" ||
      [ "$prefix" != "$(cat "$prefix_file" 2>/dev/null || true)" ]; then
      rm -rf "$folder"
    fi
  fi
  printf '%s' "$prefix" >"$prefix_file"
  if [ ! -f "$folder/build.ninja" ]; then
    CMAKE_PREFIX_PATH="$prefix" quietly cmake -S native -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release
  fi
  CMAKE_PREFIX_PATH="$prefix" quietly cmake --build "$folder"
}

cd "$ROOT"
if up_to_date; then exit 0; fi
mkdir -p artifacts 2>/dev/null || true
[ -w artifacts ] || fail "the program must be built, but $ROOT/artifacts cannot be written to by $(id -un)"

# One build at a time; whoever waited finds it done.
exec 9>artifacts/build.lock
if ! flock -n 9; then
  say "another build is under way: waiting for it"
  flock 9
fi
if up_to_date; then exit 0; fi

# Taken before the build: whoever edits a file meanwhile gets another build.
declare -A prints
for built in host bench all; do prints[$built]="$(fingerprint "$built")"; done
started=$SECONDS
# Found missing now rather than after the native build.
use_dotnet_sdk
say "building the native libraries"
build_native
case "$scope" in
  host) say "building the program" ;;
  bench) say "building the program and the benchmarks" ;;
  all) say "building the program, the benchmarks and the tests" ;;
esac
quietly dotnet build "$project" -c Release --nologo -v quiet -p:UseSharedCompilation=false
# A build of more is one of less.
for built in host bench all; do
  printf '%s\n' "${prints[$built]}" >"$(stamp_of "$built")"
  if [ "$built" = "$scope" ]; then break; fi
done
say "built in $((SECONDS - started)) s"
