# The session hosts that the live suites boot, each a root file system; sourced by peers.sh.
# They are hosts for tests: passwords are "test-" and the user's name.

host_kinds=(sd252 sd257 xrdp09 xrdp010 elogind posix)

# What the machine itself needs: to build root file systems, to boot them and to log in to them; and the peers of the
# network protocols, which need none.
host_tools=(debian-archive-keyring iproute2 mmdebstrap openssh-client systemd-container util-linux zstd
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

# The name of a root file system: its kind and a key of everything it is made from.
host_path() {
  local suite packages key
  recipe "$1"
  key=$({ echo "$suite $packages"; declare -f prepare build_host; cat "$cache/id_ed25519.pub"; } | sha256sum)
  echo "$cache/$1-${key:0:12}"
}

build_host() {
  local kind=$1 path=$2 suite packages
  recipe "$kind"
  mmdebstrap --quiet --variant=essential --include="$packages" \
    --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/lib/*/libLLVM*' \
    --dpkgopt='path-exclude=/usr/lib/*/libgallium*' --dpkgopt='path-exclude=/usr/lib/*/dri/*' \
    "$suite" "$path" ${mirror:+"$mirror"}
  prepare "$path"
  find "$cache" -maxdepth 1 -name "$kind-*" ! -path "${path%.part}*" -mtime +1 -exec rm -rf --one-file-system {} +
}
