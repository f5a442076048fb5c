/** One condition in the spaces in which servers name it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditionOf, statusOf } from '../../src/tsts/conditions.ts'
import { hresultOf, isSuccess } from '../../src/tsts/returns.ts'

const MEANINGS = [
  ['ACCESS_DENIED', 'hresult', 0x8007_0005],
  ['ACCESS_DENIED', 'hresult', 0xd000_0022], // an NTSTATUS inside an HRESULT
  ['ACCESS_DENIED', 'ntstatus', 0xc000_0022],
  ['ACCESS_DENIED', 'ntstatus', 0xc007_0005], // a Win32 error inside an NTSTATUS
  ['ACCESS_DENIED', 'ntstatus', 0xc00a_002b],
  ['ACCESS_DENIED', 'win32', 5],
  ['SESSION_NOT_FOUND', 'hresult', 0x8007_0002],
  ['SESSION_NOT_FOUND', 'hresult', 0x8007_1b6e],
  ['SESSION_NOT_FOUND', 'hresult', 0xd00a_0015],
  ['SESSION_NOT_FOUND', 'ntstatus', 0xc00a_0015],
  ['SESSION_STATE', 'hresult', 0x8007_139f],
  ['SESSION_BUSY', 'ntstatus', 0xc00a_0017],
  ['SESSION_BUSY', 'hresult', 0x8007_1b70],
  ['NOT_SUPPORTED', 'ntstatus', 0xc00a_0027],
  ['NOT_SUPPORTED', 'hresult', 0x8000_4001],
] as const

test('conditionOf knows a condition by each of its names', () => {
  for (const [code, space, value] of MEANINGS) {
    assert.equal(conditionOf({ space, value, symbol: '' }), code, `${space} 0x${value.toString(16)}`)
    assert.equal(conditionOf({ space, value: value | 0, symbol: '' }), code, 'the signed form')
  }
})

test('conditionOf knows nothing of other spaces and other codes', () => {
  assert.equal(conditionOf({ space: 'rpc', value: 5, symbol: '' }), null)
  assert.equal(conditionOf({ space: 'errno', value: 5, symbol: 'EIO' }), null)
  assert.equal(conditionOf({ space: 'hresult', value: 0x8007_ffff, symbol: '' }), null)
  assert.equal(conditionOf({ space: 'hresult', value: 0x8000_0005, symbol: '' }), null)
  assert.equal(conditionOf({ space: 'dbus', value: null, symbol: 'x' }), null)
})

test('statusOf keeps the number and names it', () => {
  assert.deepEqual(statusOf('hresult', hresultOf(0x8007_1b6e)), {
    space: 'hresult',
    value: 0x8007_1b6e,
    symbol: 'ERROR_CTX_WINSTATION_NOT_FOUND',
  })
  assert.deepEqual(statusOf('ntstatus', 0xc000_00ff), { space: 'ntstatus', value: 0xc000_00ff, symbol: 'NTSTATUS' })
})

test('isSuccess takes every HRESULT that is not negative', () => {
  for (const value of [0, 1, 0x1000_0000]) assert.equal(isSuccess(hresultOf(value)), true)
  for (const value of [0x8007_0005, 0xd000_0022, 0xffff_ffff]) assert.equal(isSuccess(hresultOf(value)), false)
})
