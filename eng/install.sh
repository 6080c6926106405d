#!/usr/bin/env bash
# Installs the Debian packages of eng/packages.txt that are missing. Usage: eng/install.sh [GROUP...] (default: build torch test)
# Asks for rights (sudo) only where something is missing.
set -euo pipefail
# shellcheck source=eng/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Does the search path of the build name a libtorch (where native/torch/cmake/FindLibtorch.cmake looks)? Then Debian's is not needed.
has_own_torch() {
  local folder folders suffix
  IFS=';:' read -r -a folders <<<"$(libtorch_prefix)"
  for folder in ${folders[@]+"${folders[@]}"}; do
    for suffix in . Torch share/cmake/Torch lib/cmake/Torch; do
      if [ -e "$folder/$suffix/TorchConfig.cmake" ]; then return 0; fi
    done
  done
  return 1
}

# The packages of the groups named.
packages_of() {
  awk -v wanted=" $* " '
    { sub(/#.*/, ""); gsub(/[[:space:]]/, "") }
    /^\[.*\]$/ { taken = index(wanted, " " substr($0, 2, length($0) - 2) " ") > 0; next }
    $0 != "" && taken' "$ROOT/eng/packages.txt"
}

groups=("$@")
[ ${#groups[@]} -gt 0 ] || groups=(build torch test)
if has_own_torch; then
  for i in "${!groups[@]}"; do [ "${groups[$i]}" != torch ] || unset "groups[$i]"; done
fi
mapfile -t wanted < <(packages_of "${groups[@]}")

if ! command -v dpkg-query >/dev/null; then
  say "this is not Debian: not installing anything. Needed (by their Debian names): ${wanted[*]}"
  exit 0
fi

# The second letter is the state; the first, what is wanted: a package may be held.
installed="$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^.i //p' || true)"
missing=()
for package in "${wanted[@]}"; do
  grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

say "missing Debian packages: ${missing[*]}"
advice="Ask the administrator to run:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
rights=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "installing them takes an administrator's rights, and there is no sudo here. $advice"
  if ! sudo -n true 2>/dev/null; then
    [ -t 0 ] || fail "installing them takes an administrator's rights, and sudo wants a password but there is no terminal to ask on. $advice"
    say "installing them takes an administrator's rights: sudo may ask for your password"
  fi
  rights=(sudo)
fi

apt() {
  "${rights[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" >&2
}
# The tests run a Prometheus of their own. One that the package would start, now and after each boot, is not what was asked for.
service="${VIDEOSEG_UNIT_FOLDER:-/etc/systemd/system}/prometheus.service"
if [[ " ${missing[*]} " == *" prometheus "* ]] && [ ! -e "$service" ] && [ ! -L "$service" ]; then
  say "Prometheus is installed for the tests only and does not run as a service; 'systemctl unmask prometheus' lets it"
  "${rights[@]}" mkdir -p "${service%/*}"
  "${rights[@]}" ln -s /dev/null "$service"
fi
say "updating the package lists"
apt update || say "warning: updating the package lists failed; trying with those at hand"
say "installing ${#missing[@]} packages"
apt install -y --no-install-recommends "${missing[@]}" || fail "apt-get could not install: ${missing[*]}. Its messages above say why."
say "installed: ${missing[*]}"
