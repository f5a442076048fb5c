/** Which control groups a process is in, and whose they are. cgroups(7). */

/** Hierarchies that may hold the groups of sessions, the one that says most first. */
const HIERARCHIES = [/^0::(\/.*)$/m, /^\d+:name=systemd:(\/.*)$/m, /^\d+:name=elogind:(\/.*)$/m]

/** The group that the text of /proc/PID/cgroup places a process in; "/" where none says anything. */
export function placeOf(text: string): string {
  const places = HIERARCHIES.map((hierarchy) => hierarchy.exec(text)?.[1] ?? '/')
  return places.find((place) => place !== '/') ?? '/'
}

/** Whether a path is that of the group or of one below it. */
export function isWithin(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}/`)
}

/** Whether a path is known and is in no user's slice, by which logind would know whose it is. */
export function isBesideUsers(path: string): boolean {
  return path !== '/' && !path.startsWith('/..') && !/\/user-\d+\.slice(?:\/|$)/.test(path)
}

/** The session whose group a path is in: systemd's scope of it, or elogind's group named after it. */
export function sessionOfPlace(path: string, ids: ReadonlySet<string>): string | null {
  const scope = /\/user-\d+\.slice\/session-([^/]+)\.scope(?:\/|$)/.exec(path)?.[1]
  const id = scope ?? path.split('/')[1] ?? ''
  return ids.has(id) ? id : null
}
