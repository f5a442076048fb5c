/** What a host that stays open remembers of the sessions of xrdp. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, suite, test } from 'node:test'
import { XrdpMemory } from '../../../src/host/logind/xrdp-memory.ts'
import { xrdpConnections } from '../../../src/linux/xrdp/displays.ts'

suite('XrdpMemory', () => {
  let now = 0
  beforeEach(() => {
    now = 0
    mock.method(performance, 'now', () => now)
  })
  afterEach(() => mock.restoreAll())

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
  const connections = new Map([['10', '40002']])
  assert.deepEqual(xrdpConnections(table), connections)
})
