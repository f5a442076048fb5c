#!/bin/bash
# A session host without systemd, pristine at every start: sshd, and dbus-daemon and elogind where the root file system
# has them. Runs as PID 1 of new namespaces; a second sshd on port 2222 has no PAM, so its sessions get no audit id.
# usage: bare-host.sh ROOTFS NAME BUS [FROM:TO]…   BUS is this machine's folder for the socket, the rest read-only shares
set -euo pipefail
root=$1 name=$2 bus=$3
shift 3

top=/mnt
mount -t tmpfs -o mode=755 tmpfs "$top"
mkdir "$top/upper" "$top/work" "$top/root"
mount -t overlay -o "lowerdir=$root,upperdir=$top/upper,workdir=$top/work" overlay "$top/root"
cd "$top/root"

mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
for device in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
  IFS=: read -r file major minor <<<"$device"
  mknod -m 666 "dev/$file" c "$major" "$minor"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir run/dbus run/sshd run/user run/lock
mount --bind "$bus" run/dbus
for share; do
  from=${share%%:*} to=${share#*:}
  mkdir -p "$(dirname ".$to")"
  if [ -d "$from" ]; then mkdir -p ".$to"; else touch ".$to"; fi
  mount --bind -o ro "$from" ".$to"
done

hostname "$name"
ip link set lo up
echo 4294967295 >/proc/self/loginuid 2>/dev/null || true
mkdir .old
pivot_root . .old
umount -l /.old
rmdir /.old
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root /bin/bash -c '
  touch /run/utmp; chgrp utmp /run/utmp; chmod 664 /run/utmp
  if command -v dbus-daemon >/dev/null; then dbus-uuidgen --ensure; dbus-daemon --system --fork; fi
  if [ -x /lib/elogind/elogind ]; then /lib/elogind/elogind -D; fi
  /usr/sbin/sshd
  /usr/sbin/sshd -p 2222 -o UsePAM=no -o PidFile=none
  sleep infinity & wait'
