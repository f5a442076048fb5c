#!/usr/bin/env bash
# Installs what the live suites need and builds the root file systems of the session hosts they boot.
#
#   scripts/peers.sh         as root on Debian or Ubuntu; what is there and up to date is kept
#   scripts/peers.sh paths   prints "kind path" for each root file system that is built and up to date
#
# They are kept in LOGOFF_PEERS, by default ~/.cache/logoff-peers, each under a key of its recipe, beside the ssh key of
# their users. These are hosts for tests: passwords are "test-" and the user's name.
set -euo pipefail

cache=${LOGOFF_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/logoff-peers}
kinds=(sd252 sd257 xrdp09 xrdp010 elogind posix)

# What the machine itself needs: to build root file systems, to boot them and to log in to them; and the peers of the
# network protocols, which need none.
tools=(debian-archive-keyring iproute2 mmdebstrap openssh-client systemd-container util-linux zstd
  libnss-wrapper libuid-wrapper python3-impacket samba smbclient tshark winbind
  freerdp2-x11 imagemagick xvfb xdotool)

base=openssh-server,openssh-client,passwd,login,mount,procps,iproute2,sudo,bsdutils,bsdextrautils,libstdc++6,libatomic1
systemd=systemd,systemd-sysv,libpam-systemd,dbus,dbus-user-session,polkitd,libauthen-pam-perl
display=xvfb,xauth,x11-utils,xterm,xdotool
rdp=xrdp,xorgxrdp,openbox,samba,winbind,smbclient,python3-impacket

# Sets suite and packages to what a kind of host is made of.
recipe() {
  suite=bookworm
  case $1 in
    sd252) packages=$base,$systemd,$display ;;
    sd257) suite=trixie packages=$base,$systemd,$display ;;
    xrdp09) packages=$base,$systemd,$display,$rdp ;;
    xrdp010) suite=trixie packages=$base,$systemd,$display,$rdp ;;
    elogind) packages=$base,elogind,libpam-elogind,dbus,sysvinit-core,libauthen-pam-perl ;;
    posix) packages=$base ;;
  esac
}

# The users, their keys and the services of a root file system; the Unicode name and the one of 32 characters are for
# tests of names, the group is the one a polkit rule delegates to.
prepare() {
  local root=$1
  rm -f "$root/etc/hostname"
  echo '127.0.0.1 localhost' >"$root/etc/hosts"
  : >"$root/etc/machine-id"
  install -d -m 700 "$root/root/.ssh"
  install -m 600 "$cache/id_ed25519.pub" "$root/root/.ssh/authorized_keys"
  chroot "$root" sh -eu -s <<'INSIDE'
    groupadd session-admins
    for name in alice bob admin jörg a-user-with-a-name-of-32-letters; do
      useradd --badname --create-home --shell /bin/bash "$name"
      echo "$name:test-$name" | chpasswd
      install -d -m 700 -o "$name" -g "$name" "/home/$name/.ssh"
      install -m 600 -o "$name" -g "$name" /root/.ssh/authorized_keys "/home/$name/.ssh/authorized_keys"
    done
    usermod --append --groups session-admins admin
    echo root:test-root | chpasswd
    echo 'alice ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/alice
INSIDE
  cat >"$root/etc/ssh/sshd_config.d/peer.conf" <<'SSHD'
PermitRootLogin prohibit-password
UseDNS no
MaxStartups 1000
SSHD
  [ -d "$root/etc/systemd/system" ] || return 0
  local unit
  for unit in systemd-firstboot.service systemd-timesyncd.service systemd-resolved.service getty@tty1.service \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer man-db.timer; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  [ -d "$root/etc/samba" ] || return 0
  # Started by the suites that need them.
  for unit in smbd nmbd winbind samba-ad-dc xrdp xrdp-sesman; do
    rm -f "$root"/etc/systemd/system/*.wants/$unit.service
  done
}

# Where the root file system of a kind is kept: its name and a key of everything it is made from.
path_of() {
  local suite packages key
  recipe "$1"
  key=$({ echo "$suite $packages"; declare -f prepare build; cat "$cache/id_ed25519.pub"; } | sha256sum)
  echo "$cache/$1-${key:0:12}"
}

build() {
  local kind=$1 path suite packages
  path=$(path_of "$kind")
  [ ! -d "$path" ] || return 0
  recipe "$kind"
  rm -rf --one-file-system "$path.part"
  mmdebstrap --quiet --variant=essential --include="$packages" \
    --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/lib/*/libLLVM*' \
    --dpkgopt='path-exclude=/usr/lib/*/libgallium*' --dpkgopt='path-exclude=/usr/lib/*/dri/*' \
    "$suite" "$path.part" ${mirror:+"$mirror"}
  prepare "$path.part"
  touch "$path.part"
  mv "$path.part" "$path"
  find "$cache" -maxdepth 1 -name "$kind-*" ! -path "$path" -mtime +1 -exec rm -rf --one-file-system {} +
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
  # No service of a package may start: the suites run their own, on loopback.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    install -m 755 /dev/stdin /usr/sbin/policy-rc.d <<<$'#!/bin/sh\nexit 101'
  fi
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${missing[@]}" >"$cache/tools.log" 2>&1 ||
    { cat "$cache/tools.log" >&2; return 1; }
}

# The mirror this machine has Debian from, or none where it is another distribution.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | sort -u | head -n 1 || true)

case ${1:-all} in
  paths)
    [ -f "$cache/id_ed25519.pub" ] || exit 0
    for kind in "${kinds[@]}"; do
      path=$(path_of "$kind")
      if [ -d "$path" ]; then echo "$kind $path"; fi
    done
    ;;
  build) build "$2" ;;
  all)
    [ "$(id -u)" = 0 ] || { echo 'peers.sh: must run as root: it installs packages and builds root file systems' >&2; exit 1; }
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock 9
    install_tools
    [ -f "$cache/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C logoff-peers -f "$cache/id_ed25519"
    jobs=()
    for kind in "${kinds[@]}"; do
      report "$kind" &
      jobs+=($!)
    done
    failed=0
    for job in "${jobs[@]}"; do wait "$job" || failed=1; done
    exit "$failed"
    ;;
  *)
    echo "peers.sh: unknown argument \"$1\": give none, or \"paths\"" >&2
    exit 2
    ;;
esac
