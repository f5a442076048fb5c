/** The programs that log users on, by the kernel's name of their processes. */

/** What such a program logs users on to. */
export type Service = 'ssh' | 'terminal' | 'rdp' | 'background'

const SERVICES: ReadonlyMap<string, Service> = new Map([
  ['sshd', 'ssh'],
  ['sshd-session', 'ssh'],
  ['dropbear', 'ssh'],
  ['login', 'terminal'],
  ['xrdp-sesman', 'rdp'],
  ['xrdp-sesexec', 'rdp'],
  ['cron', 'background'],
  ['crond', 'background'],
  ['atd', 'background'],
])

/** What a process logs users on to; null for any other program, or one that is not root's. */
export function serviceOf({ name, uid }: { readonly name: string; readonly uid: number }): Service | null {
  return uid === 0 ? (SERVICES.get(name.toLowerCase()) ?? null) : null
}
