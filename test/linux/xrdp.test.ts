/** What machines with xrdp print about its clients, as recorded. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { clientNames, describeClients, xrdpClients } from '../../src/linux/xrdp/clients.ts'
import { displayNumber } from '../../src/linux/xrdp/displays.ts'

const recorded = (name: string) => readFileSync(new URL(`../fixtures/xrdp/${name}`, import.meta.url), 'utf8')

const EXPECTED = {
  '0.9': [
    ['11', { pid: 1016, address: '10.213.2.1' }],
    ['10', { pid: 958, address: '10.213.2.1' }],
  ],
  '0.10': [
    ['11', { pid: 1118, address: '10.213.3.1' }],
    ['10', { pid: 1045, address: '10.213.3.1' }],
  ],
} as const

for (const version of ['0.9', '0.10'] as const) {
  suite(`A machine with xrdp ${version}`, () => {
    const connections = recorded(`ss-${version}.txt`)
    const journal = recorded(`journal-${version}.txt`)

    test('tells which client each display has', () => {
      assert.deepEqual([...xrdpClients(connections)], EXPECTED[version])
    })

    test('tells nobody but root whose connections there are', () => {
      assert.deepEqual([...xrdpClients(connections.replaceAll(/ users:.*$/gm, ''))], [])
    })

    test('knows the names that clients gave themselves', () => {
      const pids = EXPECTED[version].map(([, { pid }]) => pid)
      assert.deepEqual(new Set(clientNames(journal).keys()), new Set(pids))
      assert.ok([...clientNames(journal).values()].every((name) => name === 'TESTPC'))
    })

    test('has clients of which only the address is known where its journal cannot be read', () => {
      const clients = xrdpClients(connections)
      const [[display, { address }]] = EXPECTED[version]
      assert.deepEqual(describeClients(clients, clientNames('')).get(display), { name: '', address })
      assert.equal(describeClients(clients, clientNames(journal)).get(display)?.name, 'TESTPC')
    })
  })
}

suite('clientNames()', () => {
  test('takes the last name of a process, and no text of another kind', () => {
    const line = (pid: number, text: string) => `1795364896.1 rds xrdp[${pid}]: ${text}`
    const lines = [
      line(7, '[INFO ] Connected client computer name: OLD'),
      line(7, '[INFO ] Connected client computer name: NEW PC '),
      line(8, '[INFO ] login failed for user Connected client computer name: X'),
    ]
    assert.deepEqual([...clientNames(lines.join('\n'))], [[7, 'NEW PC']])
  })
})

suite('xrdpClients()', () => {
  test('knows an IPv6 client, and one that came by no network', () => {
    const text = [
      'u_str ESTAB 0 0 /run/xrdp/sockdir/xrdp_display_10 100 * 101 users:(("Xorg",pid=5,fd=9))',
      'u_str ESTAB 0 0 * 101 * 100 users:(("xrdp",pid=6,fd=9))',
      'u_str ESTAB 0 0 /run/xrdp/sockdir/xrdp_display_11 200 * 201 users:(("Xorg",pid=7,fd=9))',
      'u_str ESTAB 0 0 * 201 * 200 users:(("xrdp",pid=8,fd=9))',
      'tcp ESTAB 0 0 [2001:db8::1]:3389 [2001:db8::2]:50000 users:(("xrdp",pid=6,fd=12))',
    ]
    assert.deepEqual(
      [...xrdpClients(text.join('\n'))],
      [
        ['10', { pid: 6, address: '2001:db8::2' }],
        ['11', { pid: 8, address: '' }],
      ],
    )
  })
})

suite('displayNumber()', () => {
  test('is that of a display of this machine', () => {
    assert.deepEqual([':10', ':10.0', '', 'localhost:10.0'].map(displayNumber), ['10', '10', '', ''])
  })
})
