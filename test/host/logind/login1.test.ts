/** Session IDs go to object paths and back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { escapeLabel, sessionOfPath, sessionPath } from '../../../src/host/logind/login1.ts'

test('sessionPath() escapes as logind does', () => {
  assert.equal(sessionPath('15'), '/org/freedesktop/login1/session/_315')
  assert.equal(sessionPath('c1'), '/org/freedesktop/login1/session/c1')
  assert.equal(escapeLabel('session-2.scope'), 'session_2d2_2escope')
  assert.equal(escapeLabel('user@1000.service'), 'user_401000_2eservice')
  assert.equal(escapeLabel(''), '_')
})

test('sessionOfPath() reads what sessionPath() wrote, whatever the ID', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (id) => {
      assert.match(sessionPath(id), /^(?:\/[A-Za-z0-9_]+)+$/)
      assert.equal(sessionOfPath(sessionPath(id)), id)
    }),
  )
  assert.equal(sessionOfPath('/org/freedesktop/login1/user/_1000'), null)
})
