/** What the hosts file says of a host, and what can be wrong with it. */

export interface HostEntry {
  readonly name: string
  readonly address: string
  readonly port: number | null
  readonly transport: 'ssh' | 'tsts'
  readonly account: string | null
  readonly groups: readonly string[]
}

/** What is wrong: TOML's grammar, an unknown key, a value of the wrong kind, a range, a name given twice, the file. */
export type HostsFileProblem = 'syntax' | 'key' | 'value' | 'range' | 'twice' | 'unreadable'

/** The hosts file cannot be used; `line` counts from 1 and is 0 where it is about no line. */
export class HostsFileError extends Error {
  override readonly name = 'HostsFileError'
  readonly file: string
  readonly line: number
  readonly problem: HostsFileProblem
  /** The parser's words, the key or the name in question, or the system's error code. */
  readonly detail: string

  constructor(file: string, line: number, problem: HostsFileProblem, detail: string) {
    super(`${file}:${line}: ${problem}: ${detail}`)
    this.file = file
    this.line = line
    this.problem = problem
    this.detail = detail
  }
}
