/** What callers do, as the journal has it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Deed } from '../../src/answer/deed.ts'
import { LogoffError } from '../../src/errors.ts'
import { deedLine, levelOf, nameOf } from '../../src/service/deed-line.ts'
import type { PipeCaller } from '../../src/service/samba/pipe-caller.ts'
import type { Result } from '../../src/session/result.ts'
import { processOf, session } from '../cli/fake-host.ts'

const alice: PipeCaller = {
  ...{ user: 'alice', domain: 'LAB', unixName: 'alice', uid: 1000, gid: 1000, groups: [], sids: [] },
  ...{ address: '192.0.2.7', encrypted: true, authenticated: true },
}
const caller = { user: 'alice', domain: 'LAB' }
const bobs = session({ id: '12', user: 'bob' })
const onSession = { caller, session: bobs, process: null } as const

function told(deed: Deed): string {
  return `${levelOf(deed)} ${deedLine(alice, deed)}`
}

function result(given: Partial<Result>): Result {
  const nothing = { error: null, killed: [], remaining: [], notes: [] }
  return { host: 'here', session: bobs, outcome: 'loggedOff', elapsedMs: 432, ...nothing, ...given }
}

test('a log-off is told when it is asked for and when it is over', () => {
  assert.equal(
    told({ ...onSession, action: 'logoff', outcome: 'begun' }),
    'info LAB\\alice from 192.0.2.7: log off session 12 of bob: asked for',
  )
  assert.equal(
    told({ ...onSession, action: 'logoff', outcome: 'done', result: result({ killed: [processOf({})] }) }),
    'notice LAB\\alice from 192.0.2.7: log off session 12 of bob: loggedOff after 0.4 s, 1 killed',
  )
})

test('a log-off that left something is a warning with what is left and why', () => {
  const error = new LogoffError('STILL_CLOSING', { host: 'here', id: '12', count: 1, action: 'logoff' })
  const left = result({ outcome: 'stillClosing', remaining: [processOf({})], error })
  assert.match(
    told({ ...onSession, action: 'logoff', outcome: 'failed', result: left, error }),
    /^warning LAB\\alice from .*: stillClosing after 0\.4 s, 1 still running, Session 12 on "here" has not ended/,
  )
})

test('a denial is a warning with the right that was missing', () => {
  assert.equal(
    told({ ...onSession, action: 'message', outcome: 'denied', right: 'WINSTATION_MSG' }),
    'warning LAB\\alice from 192.0.2.7: send a message to session 12 of bob: denied, for want of WINSTATION_MSG',
  )
})

test('what else is done to a session or a process is told too', () => {
  const end = (deed: Deed) => deedLine(alice, deed).replace(/^.*192\.0\.2\.7: /, '')
  assert.equal(
    end({ ...onSession, action: 'message', outcome: 'done', result: 'yes' }),
    'send a message to session 12 of bob: yes',
  )
  assert.equal(
    end({ ...onSession, action: 'disconnect', outcome: 'done', result: null }),
    'disconnect session 12 of bob: done',
  )
  const sleep = { caller, session: null, process: processOf({ pid: 77, user: 'bob' }) } as const
  assert.equal(
    end({ ...sleep, action: 'endProcess', outcome: 'failed', result: null, error: new Error('it goes on') }),
    'end process 77 (sleep) of bob: it goes on',
  )
})

test('somebody of whom nothing is known has a name too', () => {
  assert.equal(nameOf({ ...alice, user: '', domain: '', address: '' }), 'nobody from an unknown address')
})
