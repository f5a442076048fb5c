/** The session of a process is read from its control group, and from nothing that only looks like one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBesideUsers, isWithin, placeOf, sessionOfPlace } from '../../../src/host/logind/placement.ts'

const scope = '/user.slice/user-1000.slice/session-c7.scope'
const ids = new Set(['c7', '12'])

test('placeOf() prefers the second version of control groups', () => {
  assert.equal(placeOf(`0::${scope}\n`), scope)
  assert.equal(placeOf(`9:name=systemd:/\n1:cpu:/\n0::${scope}\n`), scope)
  assert.equal(placeOf(`9:name=systemd:${scope}\n1:cpu:/user.slice\n0::/\n`), scope)
  assert.equal(placeOf('11:name=elogind:/12\n0::/\n'), '/12')
  assert.equal(placeOf('1:cpu:/user.slice\n'), '/')
  assert.equal(placeOf(''), '/')
})

test('sessionOfPlace() finds the session of a scope or of elogind’s group', () => {
  assert.equal(sessionOfPlace(scope, ids), 'c7')
  assert.equal(sessionOfPlace(`${scope}/tmux.scope`, ids), 'c7')
  assert.equal(sessionOfPlace('/lxc/web/user.slice/user-0.slice/session-12.scope', ids), '12')
  assert.equal(sessionOfPlace('/12', ids), '12')
  assert.equal(sessionOfPlace('/12/below', ids), '12')
})

test('sessionOfPlace() is not taken in by a unit of that name elsewhere', () => {
  assert.equal(sessionOfPlace('/user.slice/user-1000.slice/user@1000.service/session-12.scope', ids), null)
  assert.equal(sessionOfPlace('/system.slice/session-12.scope', ids), null)
  assert.equal(sessionOfPlace('/user.slice/user-1000.slice/session-99.scope', ids), null)
  assert.equal(sessionOfPlace('/', ids), null)
})

test('isBesideUsers() is sure of what it says', () => {
  for (const path of ['/system.slice/cron.service', '/init.scope', '/12']) assert.ok(isBesideUsers(path), path)
  const terminal = '/user.slice/user-1000.slice/user@1000.service/app.slice/terminal.scope'
  const alone = '/user.slice/user-1000.slice/run-5.scope'
  for (const path of ['/', '/../system.slice', terminal, alone, scope]) assert.ok(!isBesideUsers(path), path)
})

test('isWithin() compares whole names', () => {
  assert.ok(isWithin(scope, scope))
  assert.ok(isWithin(`${scope}/a`, scope))
  assert.ok(!isWithin('/user.slice/user-1000.slice/session-c77.scope', '/user.slice/user-1000.slice/session-c7'))
  assert.ok(!isWithin('/120', '/12'))
})
