/** Our server before Samba's own clients: every dialect, signed and encrypted, and who is refused. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { PasswordCredential } from '../../src/auth/credential.ts'
import { ntlmAcceptor } from '../../src/auth/ntlm/acceptor.ts'
import { spnegoAcceptor } from '../../src/auth/spnego/acceptor.ts'
import { Smb2ServerConnection } from '../../src/smb2/server/connection.ts'
import type { PipeCaller } from '../../src/smb2/server/server-session.ts'

const run = promisify(execFile)
const PASSWORD = 'Passw0rd!'
const MISSING = 'smbclient is missing: scripts/peers.sh installs it'

function missing(): string | false {
  if (existsSync('/usr/bin/smbclient')) return false
  if (process.env.CI === 'true') throw new Error(MISSING)
  return MISSING
}

describe('our server', { skip: missing() }, () => {
  const credential = new PasswordCredential('alice', '', PASSWORD)
  const ntHash = (user: string) => (user.toLowerCase() === 'alice' ? credential.ntHash : null)
  const mechanism = spnegoAcceptor([ntlmAcceptor({ computerName: 'SERVER1', ntHash })])
  const callers: [string, PipeCaller][] = []
  const connections = new Set<Smb2ServerConnection>()
  let server: Server

  before(async () => {
    server = createServer((socket) => {
      const connection = new Smb2ServerConnection(socket, {
        mechanism,
        services: (name, caller) => {
          callers.push([name, caller])
          return async (pipe) => pipe.send(await pipe.receive())
        },
      })
      connections.add(connection)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(async () => {
    for (const connection of connections) await connection.close()
    server.close()
  })

  /** Runs one of Samba's clients against the server; its output, whether it succeeds or not. */
  async function samba(program: string, args: readonly string[], password = PASSWORD): Promise<string> {
    const port = String((server.address() as AddressInfo).port)
    const options = { env: { PATH: process.env.PATH, USER: 'alice', PASSWD: password }, timeout: 20_000 }
    const credentials = ['-p', port, '-U', 'alice']
    const { stdout, stderr } = await run(program, [...args, ...credentials], options).catch((error) => error)
    return `${stdout}${stderr}`
  }

  for (const dialect of ['SMB2_10', 'SMB3_00', 'SMB3_02', 'SMB3_11']) {
    for (const protection of dialect === 'SMB2_10' ? ['sign'] : ['sign', 'encrypt']) {
      test(`takes smbclient with ${dialect}, ${protection}`, async () => {
        const options = [
          `--option=client ipc max protocol=${dialect}`,
          '-m',
          dialect,
          `--client-protection=${protection}`,
        ]
        assert.equal(await samba('smbclient', [...options, '//127.0.0.1/IPC$', '-c', 'exit']), '')
      })
    }
  }

  for (const dialect of ['SMB2_10', 'SMB3_02', 'SMB3_11']) {
    test(`carries the first message of rpcclient with ${dialect} to its pipe and the answer back`, async () => {
      callers.length = 0
      const option = `--option=client ipc max protocol=${dialect}`
      const output = await samba('rpcclient', [option, '127.0.0.1', '-c', 'srvinfo'])
      assert.match(output, /NT_STATUS_RPC_PROTOCOL_ERROR/) // what comes back is its own bind
      const encrypted = dialect !== 'SMB2_10'
      assert.deepEqual(callers, [['srvsvc', { principal: { user: 'alice', domain: 'WORKGROUP' }, encrypted }]])
    })
  }

  test('refuses a wrong password, and nobody at all', async () => {
    assert.match(await samba('smbclient', ['//127.0.0.1/IPC$', '-c', 'exit'], 'wrong'), /NT_STATUS_LOGON_FAILURE/)
    assert.match(await samba('smbclient', ['-N', '//127.0.0.1/IPC$', '-c', 'exit'], ''), /NT_STATUS_LOGON_FAILURE/)
  })

  test('refuses a dialect that it does not speak', async () => {
    const output = await samba('smbclient', ['-m', 'SMB2_02', '//127.0.0.1/IPC$', '-c', 'exit'])
    assert.match(output, /NT_STATUS_NOT_SUPPORTED/)
  })

  test('has no other share', async () => {
    assert.match(await samba('smbclient', ['//127.0.0.1/C$', '-c', 'exit']), /NT_STATUS_BAD_NETWORK_NAME/)
  })
})
