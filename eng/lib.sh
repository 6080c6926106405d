# shellcheck shell=bash
# What the scripts share: where the repository lies, how they speak, and the environment of the .NET SDK. Sourced, never run.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"

# Progress goes to standard error: standard output belongs to the program (or to the test summary).
say() { printf '%s\n' "videoseg: $*" >&2; }
fail() { printf '%s\n' "videoseg: error: $*" >&2; exit 1; }

# Finds .NET. Ends the script with advice where there is none.
use_dotnet() {
  local candidate
  if ! command -v dotnet >/dev/null; then
    for candidate in "${DOTNET_ROOT:-/nonexistent}" "${HOME:-/nonexistent}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
      if [ -x "$candidate/dotnet" ]; then PATH="$candidate:$PATH"; break; fi
    done
  fi
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is needed, but there is no 'dotnet' on the PATH.
  Install it as Microsoft's documentation for Debian says (package dotnet-sdk-10.0, or the dotnet-install script), then run this again."

  # The built programs look for the runtime in the default place only, unless they are told.
  if [ -z "${DOTNET_ROOT:-}" ]; then
    DOTNET_ROOT="$(dirname "$(readlink -f "$(command -v dotnet)")")"
    if [ -d "$DOTNET_ROOT/shared" ]; then export DOTNET_ROOT; else unset DOTNET_ROOT; fi
  fi
}

# Finds the .NET SDK for a build and gives it places it may write to. Ends the script unless it is the one that global.json asks for.
# Slow (the SDK starts): for a build and before an installation only.
use_dotnet_sdk() {
  local found
  use_dotnet
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
  # No build server outlives the build: it would keep this script's output open.
  export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1

  # A service account often has a home that is missing or read-only; the SDK and NuGet want to write there.
  if [ ! -w "${HOME:-/nonexistent}" ]; then
    export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-$ROOT/artifacts/home}"
    export NUGET_PACKAGES="${NUGET_PACKAGES:-$ROOT/artifacts/home/packages}"
    export NUGET_HTTP_CACHE_PATH="${NUGET_HTTP_CACHE_PATH:-$ROOT/artifacts/home/http-cache}"
    mkdir -p "$DOTNET_CLI_HOME" || fail "the home folder ${HOME:-(none)} and $DOTNET_CLI_HOME cannot be written to by $(id -un), and a build needs one of them"
  fi

  found="$(cd "$ROOT" && dotnet --version 2>/dev/null)" || fail "expected a .NET SDK 10 (global.json), found: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' || true).
  Install the .NET SDK 10 (Debian package dotnet-sdk-10.0 from Microsoft's package source), then run this again."
  case "$found" in
    10.*) ;;
    *) fail "expected a .NET SDK 10, found $found" ;;
  esac
}

# Which libtorch to build against, as CMake's search path: the one asked for, else the one of the last build, else (empty) the system's.
libtorch_prefix() { printf '%s' "${CMAKE_PREFIX_PATH-$(cat "$ROOT/artifacts/native-build.prefix" 2>/dev/null || true)}"; }

# The number of processor cores this process may use: hyper-threads of one core count once, a container's CPU quota is respected.
available_cores() {
  local allowed range cpu key cores=0 quota period
  local -A seen=()
  allowed="$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status)"
  for range in ${allowed//,/ }; do
    for ((cpu = ${range%-*}; cpu <= ${range#*-}; cpu++)); do
      key="$(cat "/sys/devices/system/cpu/cpu$cpu/topology/thread_siblings_list" 2>/dev/null || echo "$cpu")"
      if [ -z "${seen[$key]:-}" ]; then seen[$key]=1; cores=$((cores + 1)); fi
    done
  done
  if [ -r /sys/fs/cgroup/cpu.max ]; then
    read -r quota period </sys/fs/cgroup/cpu.max
    if [ "$quota" != max ] && [ $(((quota + period - 1) / period)) -lt "$cores" ]; then cores=$(((quota + period - 1) / period)); fi
  fi
  echo $((cores > 0 ? cores : 1))
}

# How the native libraries share processor and memory, unless the user says otherwise. Waiting threads sleep: by default they spin, and where
# another program wants the same cores the one that is waited for then does not run. Threads share two pools of memory: by default each has
# one of its own, up to eight for each processor, and what a frame's threads free lies about in all of them.
set_native() {
  export OMP_NUM_THREADS="${OMP_NUM_THREADS:-$(available_cores)}"
  export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
}
