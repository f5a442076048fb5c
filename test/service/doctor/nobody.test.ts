/** The caller by whom tsctl doctor asks whether the service is alive. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { introduceNobody } from '../../../src/service/doctor/nobody.ts'
import { decodeHandshake } from '../../../src/service/samba/handshake.ts'

test('nobody is understood, and is not taken for somebody', () => {
  const { caller } = decodeHandshake(introduceNobody())
  assert.equal(caller.authenticated, false)
  assert.equal(caller.encrypted, false)
  assert.deepEqual(caller.sids, ['S-1-5-7'])
  assert.equal(caller.unixName, 'nobody')
})
