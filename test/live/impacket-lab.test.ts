/** A practice host against Impacket's SMB, NTLM, RPC and NDR: somebody else's client lists its sessions and logs one off. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openNetworkLab } from '../../src/host/lab/network.ts'
import { impacketMissing, PYTHON } from './impacket/peer.ts'

const skip = impacketMissing()
const SCRIPT = fileURLToPath(new URL('impacket/lab_client.py', import.meta.url))

interface Listed {
  readonly SessionId: number
  readonly State: number
  readonly Name: string
}

interface Visit {
  readonly dialect: number
  readonly before: readonly Listed[]
  readonly returnValue: number
  readonly after: readonly Listed[]
}

async function visit(dialect: number, session: number): Promise<Visit> {
  await using lab = await openNetworkLab({ hosts: 1 })
  const { account, password } = lab.users.find((user) => user.role === 'administrator')!
  const port = Number(lab.hosts[0]!.address.split(':').at(-1))
  const child = spawn(PYTHON, ['-B', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify({ port, user: account, password, domain: '', session, dialect }))
  return JSON.parse(await text(child.stdout))
}

describe('A practice host and Impacket', { skip }, () => {
  // Debian's Impacket asks for these dialects alone when it is told which.
  for (const [name, dialect] of [
    ['2.1', 0x0210],
    ['3.0', 0x0300],
  ] as const) {
    test(`Impacket logs session 12 off over SMB ${name}`, async () => {
      const seen = await visit(dialect, 12)
      assert.equal(seen.dialect, dialect)
      assert.equal(
        seen.before.some(({ SessionId }) => SessionId === 12),
        true,
      )
      assert.equal(
        seen.before.some(({ Name, State }) => Name === 'TERM04' && State === 0),
        true,
      )
      assert.equal(seen.returnValue >= 0, true)
      assert.equal(
        seen.after.some(({ SessionId }) => SessionId === 12),
        false,
      )
    })
  }
})
