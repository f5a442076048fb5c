/** Text is measured, cut and filled in the columns of a terminal, East Asian characters too. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cut, padEnd, widthOf } from '../../src/cli/width.ts'

test('widthOf counts the columns of a terminal', () => {
  assert.equal(widthOf('alice'), 5)
  assert.equal(widthOf('é'), 1)
  assert.equal(widthOf('e\u0301'), 1)
  assert.equal(widthOf('山田太郎'), 8)
  assert.equal(widthOf('ｱｲｳ'), 3)
  assert.equal(widthOf('ＡＢ'), 4)
  assert.equal(widthOf('한국어'), 6)
  assert.equal(widthOf('👩'), 2)
  assert.equal(widthOf('𠮷'), 2)
  assert.equal(widthOf('a\u200bb'), 2)
})

test('cut keeps whole characters only', () => {
  assert.equal(cut('abcdef', 4), 'abcd')
  assert.equal(cut('山田太郎', 5), '山田')
  assert.equal(cut('e\u0301e\u0301', 1), 'e\u0301')
})

test('padEnd fills up to the column', () => {
  assert.equal(padEnd('山', 4), '山  ')
  assert.equal(padEnd('abcde', 4), 'abcde')
})
