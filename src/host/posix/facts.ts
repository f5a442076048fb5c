/** What this machine knows of a login besides its processes. */
import { statSync } from 'node:fs'
import { isErrno } from '../../linux/errno.ts'
import { readArguments, readEnviron, readKernelFile } from '../../linux/proc.ts'
import { terminalName } from '../../linux/terminal-name.ts'
import type { Login } from './login.ts'
import type { UtmpLine } from './utmp.ts'

/** The terminals of a login, below /dev; those on which its shells run come first. */
export function terminalsOf({ members, uid }: Login): string[] {
  const isService = new Set(
    members.filter(({ name, service }) => service !== null || name.startsWith('sshd')).map(({ pid }) => pid),
  )
  const shells = members.filter(({ parent }) => isService.has(parent))
  const owned = [...shells, ...members].filter((each) => each.uid === uid)
  return [...new Set(owned.flatMap(({ terminal }) => terminalName(terminal) ?? []))]
}

/** The X display that the login's own server shows (":10"); '' for none. */
export function displayOf({ members }: Login): string {
  const server = members.find(({ name }) => name === 'Xorg' || name === 'Xvnc')
  return (server && readArguments(server.pid)?.find((each) => /^:\d+$/.test(each))) ?? ''
}

/** The address of the login's client; '' where none is known. */
export function clientAddressOf(login: Login, utmp: readonly UtmpLine[]): string {
  for (const { pid, uid } of login.members) {
    const connection = uid === login.uid ? readEnviron(pid)?.get('SSH_CONNECTION') : undefined
    if (connection) return connection.split(' ')[0]!
  }
  const terminals = terminalsOf(login)
  return utmp.find(({ pid, terminal }) => pid === login.leader?.pid || terminals.includes(terminal))?.host ?? ''
}

/** When the terminal was last typed on; null where it has gone. */
export function lastInputOf(terminal: string): Date | null {
  try {
    return statSync(`/dev/${terminal}`).atime
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null
    throw error
  }
}

/** The virtual console in front ("tty1"); null on a machine without. */
export function frontConsole(): string | null {
  return readKernelFile('/sys/class/tty/tty0/active')?.trim() || null
}
