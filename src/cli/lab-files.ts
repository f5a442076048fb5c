/** What makes practice hosts known to the commands: a hosts file and the password of their administrator. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NetworkLab } from '../host/lab/network.ts'

/** The files while they are there. */
export interface LabFiles extends AsyncDisposable {
  /** Path of the hosts file; every host is in the group "lab". */
  readonly hosts: string
}

/** Writes them into a folder of their own that nobody else can read; disposal removes it. */
export async function writeLabFiles({ hosts, users }: NetworkLab): Promise<LabFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'logoff-lab-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const account = users.find(({ role }) => role === 'administrator')
    if (!account) throw new TypeError('The practice hosts have no administrator')
    const password = join(folder, 'password')
    await writeFile(password, `${account.password}\n`, { mode: 0o600 })
    const keys = `account = ${q(account.account)}\npassword-file = ${q(password)}\ngroups = ["lab"]\n`
    const tables = hosts.map(({ name, address }) => `[hosts.${q(name)}]\naddress = ${q(address)}\n${keys}`)
    const file = join(folder, 'hosts.toml')
    await writeFile(file, tables.join('\n'), { mode: 0o600 })
    return { hosts: file, [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error
  }
}

// A basic string of TOML is written like one of JSON.
function q(text: string): string {
  return JSON.stringify(text)
}
