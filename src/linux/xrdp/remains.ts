/** Takes away what an X server of xrdp leaves behind that was killed: its lock, its socket, and those of xrdp for it. */

/** What the script ends with where something is left that it could not take away. */
export const REMAINS = 3

/**
 * A script of the shell for the owner of the session, with the number of its display. Such a number is given out again,
 * so nothing is touched while a server has the display, nor what is another user's or is still listened on; and no X
 * server can take the display meanwhile, for it would have to make the file that this script holds.
 */
const SCRIPT = `
display=$1 uid=$2
lock=/tmp/.X$display-lock server=/tmp/.X11-unix/X$display hold=/tmp/.tX$display-lock
listened() { grep -q " @\\{0,1\\}$1\\$" /proc/net/unix; }
in_use() {
  listened "$server" && return 0
  [ -f "$lock" ] && read -r pid <"$lock" || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  [ -d "/proc/$pid" ]
}
remains() {
  for file in /run/xrdp/sockdir/xrdp*_"$display" /run/xrdp/sockdir/"$uid"/xrdp*_"$display" "$server" "$lock"; do
    [ "$(stat -c %u "$file" 2>/dev/null)" = "$uid" ] && ! listened "$file" && echo "$file"
  done
}
in_use && exit 0
[ -n "$(remains)" ] || exit 0
for attempt in 1 2 3 4 5 none; do
  (set -C && echo $$ >"$hold") 2>/dev/null && break
  [ $attempt = none ] && exit ${REMAINS}
  sleep 0.1
done
trap 'rm -f "$hold"' EXIT
in_use && exit 0
for file in $(remains); do rm -f "$file"; done
[ -z "$(remains)" ] || exit ${REMAINS}
`

/** The command line of the script. */
export function removeRemains(display: string, uid: number): [string, ...string[]] {
  return ['sh', '-c', SCRIPT, 'sh', display, String(uid)]
}
