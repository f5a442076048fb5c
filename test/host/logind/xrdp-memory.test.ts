/** What a host that stays open remembers of the sessions of xrdp. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, suite, test } from 'node:test'
import { XrdpMemory } from '../../../src/host/logind/xrdp-memory.ts'
import { xrdpConnections } from '../../../src/linux/xrdp/displays.ts'
import type { ClientInfo } from '../../../src/session/session.ts'

suite('XrdpMemory', () => {
  let now = 0
  beforeEach(() => {
    now = 0
    mock.method(performance, 'now', () => now)
  })
  afterEach(() => mock.restoreAll())

  const client = (name: string): ClientInfo => ({ name, address: '192.0.2.1' })

  test('reads clients again only when a connection is another', async () => {
    const memory = new XrdpMemory()
    let reads = 0
    let found = new Map([['10', client('ONE')]])
    const read = async () => {
      reads += 1
      return found
    }
    const connections = new Map([
      ['10', ' 4711'],
      ['11', ''],
    ])
    for (let times = 0; times < 3; times += 1) {
      assert.deepEqual(await memory.clients(connections, read), new Map([['10', client('ONE')]]))
    }
    assert.equal(reads, 1)
    found = new Map([['10', client('TWO')]])
    assert.deepEqual(await memory.clients(new Map([['10', ' 4712']]), read), found)
    assert.equal(reads, 2)
    assert.deepEqual(await memory.clients(new Map([['10', '']]), read), new Map())
    assert.equal(reads, 2)
  })

  test('looks for a client’s name for a while', async () => {
    const memory = new XrdpMemory()
    const names: (string | null)[] = [null, '', 'ONE']
    let reads = 0
    const read = async () => {
      const name = names[Math.min(reads++, 2)]
      return new Map(name === null || name === undefined ? [] : [['10', client(name)] as const])
    }
    const ask = async () => (await memory.clients(new Map([['10', ' 1']]), read)).get('10')?.name
    assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [undefined, '', 'ONE', 'ONE'])
    assert.equal(reads, 3)
    reads = 0
    const nobody = async () => {
      reads += 1
      return new Map()
    }
    const nameless = async () => (await memory.clients(new Map([['12', ' 9']]), nobody)).size
    assert.equal(await nameless(), 0)
    now = 10_001
    assert.equal(await nameless(), 0)
    assert.equal(reads, 1)
  })

  test('asks a display once in a second, and one that is silent less often', async () => {
    const memory = new XrdpMemory()
    const asked: string[] = []
    const ask = async (displays: readonly { display: string }[]) => {
      asked.push(displays.map(({ display }) => display).join())
      return new Map([['10', new Date(5)]])
    }
    const displays = ['10', '11'].map((display) => ({ display, uid: 1 }))
    for (now of [0, 999, 1_000, 9_999, 10_000]) {
      assert.deepEqual(await memory.inputs(displays, ask), new Map([['10', new Date(5)]]))
    }
    assert.deepEqual(asked, ['10,11', '10', '10', '11'])
  })
})

test('a connection to a display of xrdp is told by its socket', () => {
  const table = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 40001 /run/xrdp/sockdir/1000/xrdp_display_10
0000000000000000: 00000003 00000000 00000000 0001 03 40002 /run/xrdp/sockdir/1000/xrdp_display_10
0000000000000000: 00000002 00000000 00010000 0001 01 40003 /run/xrdp/sockdir/xrdp_display_11
0000000000000000: 00000003 00000000 00000000 0001 03 40004 /run/dbus/system_bus_socket
`
  assert.deepEqual(xrdpConnections(table), new Map([['10', ' 40002']]))
})
