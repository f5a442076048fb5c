/** Where a host is and by which way it is reached. */
import { hostname } from 'node:os'

interface Named {
  /** As the user named it; what every answer calls the host. */
  readonly name: string
}

/** A host by the way it is reached. */
export type Target = LocalTarget | SshTarget | TstsTarget

/** This machine. */
export interface LocalTarget extends Named {
  readonly transport: 'local'
}

/** The logind of another machine, through the system's ssh. */
export interface SshTarget extends Named {
  readonly transport: 'ssh'
  /** What the system's ssh is given: `host` or `user@host`. */
  readonly destination: string
  readonly port: number | null
}

/** [MS-TSTS] over SMB. */
export interface TstsTarget extends Named {
  readonly transport: 'tsts'
  /** NAME, NAME:port, an address, [IPv6]:port. */
  readonly address: string
  /** DOMAIN\\user, user@domain or user; null where the hosts file names none. */
  readonly account: string | null
  /** File with the account's password; null where the hosts file names none. */
  readonly passwordFile: string | null
}

/** The target of a server name that no hosts file explains. An `ssh://user@host:port` URL names its way itself. */
export function targetOf(name: string): Target {
  if (isThisMachine(name)) return { name, transport: 'local' }
  const ssh = /^ssh:\/\/(?<destination>(?:[^@/\s]+@)?(?:\[[^\]\s]+\]|[^:/@\s[\]]+))(?::(?<port>\d{1,5}))?\/?$/i.exec(
    name,
  )
  if (ssh?.groups) {
    const { destination = '', port } = ssh.groups
    return { name, transport: 'ssh', destination: destination.replace(/[[\]]/g, ''), port: port ? Number(port) : null }
  }
  return { name, transport: 'tsts', address: name, account: null, passwordFile: null }
}

/** `.`, `localhost` and the machine's own name mean this machine. */
function isThisMachine(name: string): boolean {
  const own = hostname().toLowerCase()
  const asked = name.toLowerCase()
  return asked === '.' || asked === 'localhost' || asked === own || asked === own.split('.')[0]
}
