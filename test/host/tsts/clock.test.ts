import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byOurClock } from '../../../src/host/tsts/clock.ts'

const at = (time: string) => new Date(`2026-11-22T${time}Z`)

test('a moment is moved by as much as the clocks differ', () => {
  assert.deepEqual(byOurClock(at('10:00:00'), at('11:00:00'), at('11:07:00')), at('10:07:00'))
  assert.deepEqual(byOurClock(at('10:00:00'), at('11:00:00'), at('08:30:00')), at('07:30:00'))
})

test('a moment stays as it is where the clocks agree or nothing is known', () => {
  assert.deepEqual(byOurClock(at('10:00:00'), at('11:00:00'), at('11:00:01')), at('10:00:00'))
  assert.deepEqual(byOurClock(at('10:00:00'), null, at('11:00:00')), at('10:00:00'))
  assert.equal(byOurClock(null, at('11:00:00'), at('12:00:00')), null)
})
