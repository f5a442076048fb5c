/** What is never done to a session. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LogoffError } from '../../src/errors.ts'
import { assertMayEnd } from '../../src/session/rules.ts'
import type { Session } from '../../src/session/session.ts'
import { makeSession } from './fake-host.ts'

function refusal(session: Session, action: 'logoff' | 'reset'): string | null {
  try {
    assertMayEnd(session, action)
    return null
  } catch (error) {
    if (error instanceof LogoffError) return error.code
    throw error
  }
}

suite('assertMayEnd()', () => {
  const cases: [string, Partial<Session>, string | null, string | null][] = [
    ["a user's session", {}, null, null],
    ['a disconnected one', { state: 'disconnected', name: '' }, null, null],
    ['one that is closing', { state: 'closing' }, null, null],
    ["the services' session", { kind: 'services', id: '0' }, 'PROTECTED_SESSION', 'PROTECTED_SESSION'],
    ['ID 0 of any kind', { id: '0' }, 'PROTECTED_SESSION', 'PROTECTED_SESSION'],
    ['a listener', { kind: 'listener', id: '65536' }, 'PROTECTED_SESSION', 'PROTECTED_SESSION'],
    ['what listens, whatever its kind', { state: 'listening' }, 'PROTECTED_SESSION', 'PROTECTED_SESSION'],
    ['the console', { kind: 'console', name: 'console' }, 'CONSOLE_SESSION', null],
    ['the console as Windows writes it', { kind: 'console', name: 'Console' }, 'CONSOLE_SESSION', null],
    ['the console from itself', { kind: 'console', name: 'console', current: true }, null, null],
    ['a session behind the console', { kind: 'console', name: '', state: 'disconnected' }, null, null],
  ]
  for (const [what, change, logoff, reset] of cases) {
    test(`${logoff ? 'refuses' : 'allows'} to log off ${what}, and ${reset ? 'refuses' : 'allows'} to reset it`, () => {
      assert.equal(refusal(makeSession(change), 'logoff'), logoff)
      assert.equal(refusal(makeSession(change), 'reset'), reset)
    })
  }
})
