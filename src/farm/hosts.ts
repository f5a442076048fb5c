/** What the hosts file says of a host, and what can be wrong with it. */

/** One host of the hosts file. */
export interface HostEntry {
  readonly name: string
  readonly address: string
  readonly port: number | null
  readonly transport: 'ssh' | 'tsts'
  readonly account: string | null
  readonly groups: readonly string[]
}

/** Something wrong with the hosts file. */
export interface HostsFileFault {
  /** TOML's grammar, an unknown key, a value of the wrong kind, a range, a name given twice, no such group, the file. */
  readonly problem: 'syntax' | 'key' | 'value' | 'range' | 'twice' | 'group' | 'unreadable'
  /** Counts from 1; 0 where it is about no line. */
  readonly line: number
  /** The parser's words, the key or the name in question, or the system's error code. */
  readonly detail: string
}

/** The hosts file cannot be used, or does not hold what is asked for. */
export class HostsFileError extends Error {
  override readonly name = 'HostsFileError'
  readonly file: string
  readonly fault: HostsFileFault

  constructor(file: string, fault: HostsFileFault) {
    super(`${file}:${fault.line}: ${fault.problem}: ${fault.detail}`)
    this.file = file
    this.fault = fault
  }
}
