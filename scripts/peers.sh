#!/usr/bin/env bash
# Installs what the live suites need and builds the session hosts that they boot.
#
#   scripts/peers.sh         as root on Debian 12; what is there and up to date is kept
#   scripts/peers.sh hosts   only the Linux session hosts and the peers of the network protocols; scripts/peers.sh wine: only Wine
#   scripts/peers.sh paths   prints "kind path" for each part that is built and up to date
#
# They are kept in LOGOFF_PEERS, by default ~/.cache/logoff-peers, each under a key of its recipe, beside the ssh key of
# the hosts' users.
set -euo pipefail

cache=${LOGOFF_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/logoff-peers}
recipes=$(dirname "$0")/peers
. "$recipes/hosts.sh"
. "$recipes/wine.sh"

is_host() { [[ " ${host_kinds[*]} " == *" $1 "* ]]; }
path_of() { if is_host "$1"; then host_path "$1"; else wine_path "$1"; fi; }

build() {
  local kind=$1 path
  path=$(path_of "$kind")
  rm -rf --one-file-system "$path.part"
  if is_host "$kind"; then build_host "$kind" "$path.part"; else "build_$kind" "$path.part"; fi
  touch "$path.part"
  mv "$path.part" "$path"
}

# Builds one kind with its output kept back, to be shown only if that fails.
report() {
  local kind=$1 path seconds=$SECONDS
  path=$(path_of "$kind")
  if [ -d "$path" ]; then
    echo "$kind: $path is up to date"
  elif bash "$0" build "$kind" >"$cache/$kind.log" 2>&1; then
    echo "$kind: $path built in $((SECONDS - seconds)) s"
  else
    echo "$kind: could not be built:" >&2
    cat "$cache/$kind.log" >&2
    return 1
  fi
}

install_tools() {
  local missing=() tool
  for tool in "$@"; do
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$tool" 2>/dev/null)" = installed ] || missing+=("$tool")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "installing ${missing[*]}"
  # No service of a package may start: the suites run their own, on loopback.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    install -m 755 /dev/stdin /usr/sbin/policy-rc.d <<<$'#!/bin/sh\nexit 101'
  fi
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${missing[@]}" >"$cache/tools.log" 2>&1 ||
    { cat "$cache/tools.log" >&2; return 1; }
}

build_hosts() {
  local kind jobs=() job failed=0
  install_tools "${host_tools[@]}"
  [ -f "$cache/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C logoff-peers -f "$cache/id_ed25519"
  for kind in "${host_kinds[@]}"; do
    report "$kind" 9>&- &
    jobs+=($!)
  done
  for job in "${jobs[@]}"; do wait "$job" || failed=1; done
  return "$failed"
}

# One after the other: they are few, and the last ones small.
build_wine() {
  local kind
  install_tools "${wine_tools[@]}"
  mkdir -p "$cache/wine"
  for kind in "${wine_kinds[@]}"; do report "$kind" 9>&-; done
}

list_paths() {
  local kind path known=()
  [ ! -f "$cache/id_ed25519.pub" ] || known+=("${host_kinds[@]}")
  ! wine_installed || known+=("${wine_kinds[@]}")
  for kind in "${known[@]}"; do
    path=$(path_of "$kind")
    if [ -d "$path" ]; then echo "$kind $path"; fi
  done
}

# The mirror this machine has Debian from, or none where it is another distribution.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | sort -u | head -n 1 || true)

case ${1:-all} in
  paths) list_paths ;;
  build) build "$2" ;;
  all | hosts | wine)
    [ "$(id -u)" = 0 ] || { echo 'peers.sh: must run as root: it installs packages and builds root file systems' >&2; exit 1; }
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock 9
    if [ "${1:-all}" != wine ]; then build_hosts; fi
    if [ "${1:-all}" != hosts ]; then build_wine; fi
    ;;
  *)
    echo "peers.sh: unknown argument \"$1\": give none, \"hosts\", \"wine\" or \"paths\"" >&2
    exit 2
    ;;
esac
