/** Terminals: their names, and what may be written to them. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { StatusError } from '../../src/errors.ts'
import { writeTerminal } from '../../src/linux/terminal.ts'
import { splitDevice, terminalName } from '../../src/linux/terminal-name.ts'
import { terminalText } from '../../src/linux/terminal-text.ts'

suite('terminalName()', () => {
  test('names pseudo-terminals, also beyond 255', () => {
    assert.equal(terminalName(34816), 'pts/0')
    assert.equal(terminalName(34817), 'pts/1')
    assert.equal(terminalName((137 << 8) | 5), 'pts/261')
  })
  test('names virtual consoles and serial lines', () => {
    assert.equal(terminalName((4 << 8) | 3), 'tty3')
    assert.equal(terminalName((4 << 8) | 64), 'ttyS0')
  })
  test('knows no name of no terminal', () => assert.equal(terminalName(0), null))
  test('splits a device number as the kernel joins it', () => {
    assert.deepEqual(splitDevice((0x123 << 20) | (136 << 8) | 0x45), { major: 136, minor: 0x12345 })
  })
})

suite('terminalText()', () => {
  test('rings and shows title and lines', () => {
    assert.equal(terminalText({ title: 'From root', text: 'one\ntwo' }), '\r\n\u0007From root\r\none\r\ntwo\r\n')
  })
  test('shows letters of every script as they are', () => {
    assert.ok(terminalText({ title: '連絡', text: 'größer\tgut' }).includes('größer\tgut\r\n'))
  })
  test('shows an escape sequence instead of obeying it', () => {
    const text = terminalText({ title: 'a\u001b]0;evil\u0007', text: '\u001b[2J\u009b31m\u007f\u202e' })
    assert.ok(text.includes('a^[]0;evil^G\r\n^[[2J\ufffd31m^?\ufffd\r\n'), JSON.stringify(text))
  })
  test('holds no control character but its own bell, line ends and tabs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, text) => {
        const shown = terminalText({ title, text }).replace('\u0007', '').replaceAll('\r\n', '').replaceAll('\t', '')
        assert.doesNotMatch(shown, /[\u0000-\u001f\u007f-\u009f]/)
      }),
    )
  })
})

suite('writeTerminal()', () => {
  const refused = (symbol: string) => (error: unknown) => error instanceof StatusError && error.status.symbol === symbol

  test('says that there is no such terminal', async () => {
    await assert.rejects(writeTerminal('pts/999999', 'x'), refused('ENOENT'))
  })
  test('writes to no ordinary file', async () => {
    await assert.rejects(writeTerminal('../proc/self/comm', 'x'), refused('ENOTTY'))
  })
})
