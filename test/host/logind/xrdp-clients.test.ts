/** Who looks at displays of xrdp is looked up once for each connection. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { clientsOf } from '../../../src/host/logind/xrdp-clients.ts'

const recorded = (name: string) => readFileSync(new URL(`../../fixtures/xrdp/${name}`, import.meta.url), 'utf8')

const line = (inode: number, display: number) =>
  `0000: 00000003 00000000 00000000 0001 03 ${inode} /run/xrdp/sockdir/xrdp_display_${display}`

/** A machine as recorded, whose journal may be empty. */
function machine({ journal = recorded('journal-0.9.txt') } = {}) {
  const programs: string[] = []
  return {
    programs,
    kernelFile: async () => '3600.25 7000.00\n',
    run: async ([program]: readonly [string, ...string[]]) => {
      programs.push(program)
      return { code: 0, stdout: program === 'ss' ? recorded('ss-0.9.txt') : journal }
    },
  }
}

suite('clientsOf()', () => {
  const table = [line(8534838, 11), line(7560803, 10)].join('\n')
  const client = { name: 'TESTPC', address: '10.213.2.1' }

  test('finds the client of each display, and remembers it', async () => {
    const there = machine()
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(Object.fromEntries(await clientsOf(there, table, {})), { 10: client, 11: client })
    }
    assert.deepEqual(there.programs, ['ss', 'journalctl'])
  })

  test('looks again once there is another connection, and forgets those that are over', async () => {
    const there = machine()
    await clientsOf(there, table, {})
    assert.deepEqual(Object.fromEntries(await clientsOf(there, line(7560803, 10), {})), { 10: client })
    assert.equal(there.programs.length, 2)
    await clientsOf(there, table, {})
    assert.equal(there.programs.length, 4)
  })

  test('keeps a client without a name for a while', async () => {
    const there = machine({ journal: '' })
    for (let i = 0; i < 2; i++) {
      assert.deepEqual((await clientsOf(there, table, {})).get('10'), { name: '', address: '10.213.2.1' })
    }
    assert.equal(there.programs.length, 2)
  })

  test('asks nobody where nobody is connected', async () => {
    const there = machine()
    assert.equal((await clientsOf(there, '', {})).size, 0)
    assert.deepEqual(there.programs, [])
  })
})
