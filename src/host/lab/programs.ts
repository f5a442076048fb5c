/** What runs in a practice session: shells that hold a line to the practice host, and end when it is cut. */

/**
 * Names the process, tells its number, and waits. Reading from the line needs no other program than the shell, and ends
 * when the practice host has gone, however that came about.
 */
const SERVE = `
serve() {
  printf %s "$1" >/proc/self/comm
  read -r number _ </proc/self/stat
  echo "$number" >&3
  while read -r _ <&3; do :; done
}
`

/** A leader, a child of it, and a child that ignores what it is asked with. */
export const LEADER = `${SERVE}
(serve editor) &
(trap '' TERM HUP INT; serve unsaved-work) &
serve desktop
`

/** Started in a process group session of its own, forks once more and leaves the child behind. */
export const DAEMON = `${SERVE}
(serve sync-agent) &
`

/** How many processes each of them leaves running. */
export const COUNTS = { leader: 3, daemon: 1 } as const
