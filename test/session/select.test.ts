/** Which sessions a word means. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { LogoffError } from '../../src/errors.ts'
import { currentSession, matchSessions, selectSession } from '../../src/session/select.ts'
import { makeSession } from './fake-host.ts'

const sessions = [
  makeSession({ id: '0', name: 'services', user: '', kind: 'services', state: 'disconnected' }),
  makeSession({ id: '4', name: 'TERM04', user: 'bob' }),
  makeSession({ id: '5', name: '', user: 'alice', state: 'disconnected' }),
  makeSession({ id: '12', name: 'ssh-tcp#12', user: 'alice', domain: 'CORP' }),
  makeSession({ id: 'c7', name: 'tty3', user: '7', state: 'closing' }),
  makeSession({ id: '65536', name: 'rdp-tcp', user: '', kind: 'listener', state: 'listening' }),
]

function failureOf(work: () => unknown): LogoffError {
  try {
    work()
  } catch (error) {
    if (error instanceof LogoffError) return error
    throw error
  }
  assert.fail('nothing was thrown')
}

suite('selectSession()', () => {
  const select = (text: string) => selectSession('fake', sessions, text)

  test('takes digits for an ID', () => assert.equal(select('12').user, 'alice'))
  test('takes digits with zeros before them for the same ID', () => assert.equal(select('0012').id, '12'))
  test('takes a listed ID that is no number', () => assert.equal(select('c7').id, 'c7'))
  test('takes any other text for a name, whatever its case', () => assert.equal(select('term04').id, '4'))
  test('reaches a disconnected session by its ID', () => assert.equal(select('5').id, '5'))

  test('never takes digits for a name or a user', () => {
    assert.equal(failureOf(() => select('7')).code, 'SESSION_NOT_FOUND')
    const numbered = [makeSession({ id: '1', name: '44' })]
    assert.equal(failureOf(() => selectSession('fake', numbered, '44')).code, 'SESSION_NOT_FOUND')
  })

  test('does not find a user, but says which IDs he has', () => {
    const error = failureOf(() => select('ALICE'))
    assert.equal(error.code, 'SESSION_NOT_FOUND')
    assert.match(error.message, /5, 12/)
  })

  test('does not reach a session by name that is not active, and says its ID', () => {
    const error = failureOf(() => select('tty3'))
    assert.equal(error.code, 'SESSION_NOT_ACTIVE')
    assert.match(error.message, /use its ID: c7/)
  })

  test('does not guess between sessions of one name', () => {
    const twins = [makeSession({ id: '1', name: 'tty1' }), makeSession({ id: '2', name: 'TTY1' })]
    assert.equal(failureOf(() => selectSession('fake', twins, 'tty1')).code, 'SESSION_AMBIGUOUS')
  })

  test('never matches a session without a name by an empty text', () => {
    assert.equal(failureOf(() => select('')).code, 'SESSION_NOT_FOUND')
  })

  test('finds every session by its own ID, whatever the others are called', () => {
    const id = fc.oneof(fc.nat().map(String), fc.stringMatching(/^c\d{1,4}$/))
    const name = fc.oneof(fc.constant(''), fc.string(), fc.nat().map(String))
    const listed = fc.uniqueArray(fc.record({ id, name }), { selector: (each) => each.id, minLength: 1 })
    fc.assert(
      fc.property(listed, (parts) => {
        const all = parts.map((part) => makeSession(part))
        for (const session of all) assert.equal(selectSession('fake', all, session.id), session)
      }),
    )
  })

  test('answers with a session or a LogoffError for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          assert.ok(sessions.includes(select(text)))
        } catch (error) {
          assert.ok(error instanceof LogoffError)
        }
      }),
    )
  })
})

suite('matchSessions()', () => {
  const ids = (text: string) => matchSessions(sessions, text).map(({ id }) => id)

  test('takes a user, in any state', () => assert.deepEqual(ids('alice'), ['5', '12']))
  test('takes a user with his domain', () => assert.deepEqual(ids('corp\\Alice'), ['12']))
  test('takes an ID before a user of that name', () => assert.deepEqual(ids('7'), ['c7']))
  test('takes a name, in any state', () => assert.deepEqual(ids('TTY3'), ['c7']))
  test('finds nobody where there is nobody', () => assert.deepEqual(ids('zoe'), []))
  test('never takes an empty text for those without a user', () => assert.deepEqual(ids(''), []))
})

suite('currentSession()', () => {
  test('answers with the session that the command runs in', () => {
    const own = makeSession({ id: '9', current: true })
    assert.equal(currentSession('fake', [...sessions, own]), own)
  })
  test('says that there are no sessions at all', () => {
    assert.equal(failureOf(() => currentSession('fake', [])).code, 'NO_SESSIONS')
  })
  test('says that the command runs in none of them', () => {
    assert.equal(failureOf(() => currentSession('fake', sessions)).code, 'NO_CURRENT_SESSION')
  })
})
