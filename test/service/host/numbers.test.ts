/** The numbers of sessions. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { Numbers } from '../../../src/service/host/numbers.ts'
import type { Session } from '../../../src/session/session.ts'
import { session } from './fake-host.ts'

suite('Numbers', () => {
  let folder = ''
  let file = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'numbers-'))
    file = join(folder, 'numbers.json')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const ofAll = (numbers: Numbers, sessions: readonly Session[]) => numbers.ofAll(sessions, numbers.known())

  test('are the local IDs where those are numbers below 65536', () => {
    const numbers = new Numbers(file)
    assert.deepEqual(
      ofAll(
        numbers,
        ['2', '12', '65534', '0'].map((id) => session(id)),
      ),
      [2, 12, 65_534, 0],
    )
    assert.equal(numbers.idOf(12), '12')
    assert.equal(numbers.idOf(70_000), null)
    assert.equal(numbers.ofId('12'), 12)
  })

  test('are given out from 65535 downwards to all others, and stay', () => {
    const numbers = new Numbers(file)
    const sessions = ['c7', '65536', '007', '4294967294', 'c8'].map((id) => session(id))
    assert.deepEqual(ofAll(numbers, sessions), [65_535, 65_534, 65_533, 65_532, 65_531])
    assert.deepEqual(ofAll(numbers, [...sessions].reverse()), [65_531, 65_532, 65_533, 65_534, 65_535])
    assert.equal(numbers.idOf(65_533), '007')
    assert.equal(numbers.ofId('c8'), 65_531)
    assert.equal(numbers.ofId('c9'), null)
  })

  test('are the same after the service was started again', () => {
    assert.deepEqual(ofAll(new Numbers(file), [session('c7'), session('c8')]), [65_535, 65_534])
    const again = new Numbers(file)
    assert.equal(again.idOf(65_534), 'c8')
    assert.deepEqual(ofAll(again, [session('c9'), session('c8')]), [65_533, 65_534])
  })

  test('do not come to mean another session soon', () => {
    const numbers = new Numbers(file)
    ofAll(numbers, [session('c7')])
    assert.deepEqual(ofAll(numbers, []), [])
    assert.equal(numbers.idOf(65_535), '65535')
    assert.equal(numbers.ofId('c7'), 65_535, 'of its end is still told')
    assert.deepEqual(ofAll(new Numbers(file), [session('c8')]), [65_534])
  })

  test('change with the logon that an ID means', () => {
    const numbers = new Numbers(file)
    assert.equal(numbers.of(session('c1')), 65_535)
    assert.equal(numbers.of(session('c1', { logonTime: new Date(2_000) })), 65_534)
    assert.equal(numbers.of(session('c1', { logonTime: new Date(2_000), user: 'bob' })), 65_533)
    assert.equal(numbers.idOf(65_535), '65535')
  })

  test('of a session that came while others were listed are kept', () => {
    const numbers = new Numbers(file)
    const before = numbers.known()
    assert.equal(numbers.of(session('c1')), 65_535)
    numbers.ofAll([], before)
    assert.equal(numbers.idOf(65_535), 'c1')
  })

  test('are never those of two sessions', () => {
    const numbers = new Numbers(file)
    assert.deepEqual(ofAll(numbers, [session('65535'), session('c1')]), [65_535, 65_534])
    assert.deepEqual(ofAll(numbers, [session('65535'), session('c1'), session('65534')]), [65_535, 65_534, 65_533])
    assert.equal(numbers.idOf(65_533), '65534')
    assert.equal(numbers.idOf(65_534), 'c1')
  })

  test('begin anew when they have been given out down to 32768', () => {
    writeFileSync(file, JSON.stringify({ next: 32_768, sessions: [], listeners: {} }))
    const numbers = new Numbers(file)
    assert.deepEqual(ofAll(numbers, [session('c1'), session('c2')]), [32_768, 65_535])
  })

  test('of listeners are 65536 and above, and stay', () => {
    const numbers = new Numbers(file)
    assert.deepEqual(
      ['rdp:3389', 'ssh:22', 'rdp:3389'].map((key) => numbers.ofListener(key)),
      [65_536, 65_537, 65_536],
    )
    assert.equal(new Numbers(file).ofListener('ssh:22'), 65_537)
  })

  test('are kept for root alone, and written only when they change', () => {
    const numbers = new Numbers(file)
    ofAll(numbers, [session('c1')])
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const { ino } = statSync(file)
    ofAll(numbers, [session('c1'), session('9')])
    assert.equal(statSync(file).ino, ino)
  })

  test('begin without a file that can be read', () => {
    for (const text of ['{', '{"next":3}', '[]']) {
      writeFileSync(file, text)
      assert.deepEqual(ofAll(new Numbers(file), [session('c1')]), [65_535])
      assert.match(readFileSync(file, 'utf8'), /"next":65534/)
    }
  })
})
