/** The lines of /proc/PID/cgroup. cgroups(7). */

/** The cgroup2 path of a process, "/" at the root; null where the kernel has only the first version. */
export function parseUnifiedCgroup(text: string): string | null {
  return /^0::(\/.*)$/m.exec(text)?.[1] ?? null
}

/** The path in a named hierarchy without controllers ("systemd", "elogind") of the first version. */
export function parseNamedCgroup(text: string, name: string): string | null {
  const line = text.split('\n').find((each) => each.split(':')[1] === `name=${name}`)
  return line ? line.slice(line.indexOf(':/') + 1) : null
}
