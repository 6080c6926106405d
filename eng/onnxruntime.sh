#!/usr/bin/env bash
# Installs ONNX Runtime for Node.js into artifacts/onnxruntime: what exported networks are checked against, and what ./bench.sh engine compares
# with. The program itself never uses it. Needs Node.js 18 or later with npm (Debian packages nodejs and npm).
# Usage: eng/onnxruntime.sh
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=1.30.0
folder="$ROOT/artifacts/onnxruntime"
package=node_modules/onnxruntime-node

# The version that lies in a folder, with its library for this kind of processor; empty where there is none.
installed_in() {
  local machine=x64
  [ "$(uname -m)" = x86_64 ] || machine=arm64
  compgen -G "$1/$package/bin/napi-v*/linux/$machine/onnxruntime_binding.node" >/dev/null || return 0
  sed -n 's/^  "version": "\(.*\)",$/\1/p' "$1/$package/package.json"
}

[ "$(installed_in "$folder")" != "$version" ] || exit 0
for program in node npm; do
  command -v "$program" >/dev/null || fail "ONNX Runtime needs the program $program, which is not on the PATH. Install it: apt-get install nodejs npm"
done

say "installing onnxruntime-node $version into artifacts/onnxruntime"
fresh="$folder.partial"
rm -rf "$fresh"
mkdir -p "$fresh"
trap 'rm -rf "$fresh"' EXIT
# Without the package's own script: that one loads the libraries for GPUs, which nothing here uses.
npm install --prefix "$fresh" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retries=1 "onnxruntime-node@$version" >&2 </dev/null ||
  fail "npm could not install onnxruntime-node $version. Its messages above say why."
[ "$(installed_in "$fresh")" = "$version" ] || fail "expected a library of ONNX Runtime for $(uname -m) in onnxruntime-node $version, found none"
# The libraries for other systems are most of it.
find "$fresh/$package/bin" -mindepth 2 -maxdepth 2 -type d ! -name linux -exec rm -rf {} +
rm -rf "$folder"
mv "$fresh" "$folder"
