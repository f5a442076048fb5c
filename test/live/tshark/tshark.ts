/** Debian's tshark as a judge of recorded conversations. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Why the judge cannot be asked, as one sentence; false when it can. With CI=true the lack is a failure. */
export function tsharkMissing(): string | false {
  if (existsSync('/usr/bin/tshark')) return false
  const sentence = 'tshark is missing: scripts/peers.sh installs it'
  if (process.env.CI === 'true') throw new Error(sentence)
  return sentence
}

/** The key of a session that was recorded. */
export interface RecordedKey {
  readonly sessionId: bigint
  readonly sessionKey: Uint8Array
}

export interface Question {
  readonly pcap: Uint8Array
  readonly keys: readonly RecordedKey[]
  /** Display filters by name. */
  readonly filters: Readonly<Record<string, string>>
  readonly verifySignatures: boolean
}

/** Which packets of a capture each of the display filters selects. */
export async function select(question: Question): Promise<Record<string, string[]>> {
  const { pcap, filters } = question
  const folder = await mkdtemp(join(tmpdir(), 'logoff-tshark-'))
  try {
    const file = join(folder, 'conversation.pcap')
    await writeFile(file, pcap)
    const selected: Record<string, string[]> = {}
    for (const [name, filter] of Object.entries(filters)) {
      const { stdout } = await run('tshark', ['-r', file, ...preferences(question), '-Y', filter], {
        env: quiet(folder),
      })
      selected[name] = stdout.split('\n').filter((line) => line !== '')
    }
    return selected
  } finally {
    await rm(folder, { recursive: true })
  }
}

function preferences({ keys, verifySignatures }: Question): string[] {
  const uat = keys.flatMap(({ sessionId, sessionKey }) => {
    const id = Buffer.alloc(8)
    id.writeBigUInt64LE(sessionId)
    const row = `${id.toString('hex')},${Buffer.from(sessionKey).toString('hex')},"",""`
    return ['-o', `uat:smb2_seskey_list:${row}`]
  })
  const unsent = ['-o', 'ip.check_checksum:FALSE', '-o', 'tcp.check_checksum:FALSE']
  return [...uat, ...unsent, '-o', `smb2.verify_signatures:${verifySignatures ? 'TRUE' : 'FALSE'}`]
}

/** The machine's own preferences have no say. */
function quiet(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: folder, WIRESHARK_CONFIG_DIR: folder }
}
