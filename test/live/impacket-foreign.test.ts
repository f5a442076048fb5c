/** A practice host against Impacket with NTLM by itself and within SPNEGO: list, message, disconnect, log off. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, suite, test } from 'node:test'
import { type NetworkLab, openNetworkLab } from '../../src/host/lab/network.ts'
import { impacketMissing } from './impacket/peer.ts'
import { waitFor } from './peer/wait.ts'
import { ForeignClient, foreignAuths } from './serve/foreign.ts'

/** Impacket encrypts in SMB 3.0. */
const SMB_3_0 = 0x0300

suite('A practice host and a foreign client', { skip: impacketMissing() }, () => {
  let lab: NetworkLab
  before(async () => {
    lab = await openNetworkLab({ hosts: foreignAuths.length, processes: false })
  })
  after(() => lab[Symbol.asyncDispose]())

  function client(auth: (typeof foreignAuths)[number]): ForeignClient {
    const { account, password } = lab.users.find(({ role }) => role === 'administrator')!
    const [host = '', port] = lab.hosts[foreignAuths.indexOf(auth)]!.address.split(':')
    return new ForeignClient({ host, port: Number(port), user: account, password, auth, dialect: SMB_3_0 })
  }

  for (const auth of ['ntlm', 'spnego', 'kerberosFirst'] as const) {
    test(`Impacket lists, sends a message, disconnects and logs off with ${auth}`, async () => {
      await using foreign = client(auth)
      const before = await foreign.list()
      assert.equal(before.find(({ SessionId }) => SessionId === 9)?.Name, 'rdp-tcp#9')

      const shown = once(lab.events, 'message')
      const message = { title: 'Notice', text: 'Back at five', style: 0, timeout: 5, wait: false }
      assert.deepEqual(await foreign.message(9, message), { status: '0x00000000', response: 32001 })
      await shown

      assert.equal(await foreign.disconnect(9), '0x00000000')
      const disconnected = (await foreign.list()).find(({ SessionId }) => SessionId === 9)
      assert.deepEqual(disconnected, { SessionId: 9, State: 4, Name: '' })

      assert.equal(await foreign.logoff(9), '0x00000000')
      const gone = async () => !(await foreign.list()).some(({ SessionId }) => SessionId === 9)
      await waitFor(gone, { what: 'session 9 to go', deadlineMs: 30_000 })
      assert.equal(await foreign.logoff(9), '0x80071b6e')
    })
  }

  test('Impacket is refused where nothing protects its calls', async () => {
    await using foreign = client('none')
    await assert.rejects(foreign.list(), /access_denied/)
  })
})
