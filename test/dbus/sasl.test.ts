/** The lines that open a D-Bus connection. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Greeting } from '../../src/dbus/sasl.ts'

function received(...chunks: string[]): string | null {
  const greeting = new Greeting()
  const rests = chunks.map((chunk) => greeting.read(Buffer.from(chunk, 'latin1')))
  assert.ok(rests.slice(0, -1).every((rest) => rest === null))
  return rests.at(-1)?.toString('latin1') ?? null
}

suite('Greeting', () => {
  test('gives what follows the line that accepts us, however the lines are cut', () => {
    assert.equal(received('DATA\r\nOK 12ab\r\nlmessage\r\n'), 'lmessage\r\n')
    assert.equal(received('OK 12ab\r\nBmessage'), 'Bmessage')
    assert.equal(received(...'DATA\r\nOK 12ab\r\nl'), 'l')
  })

  test('passes over a second acceptance, as older systemd sends it', () => {
    assert.equal(received('OK 12ab\r\nOK 12ab\r\nlmessage'), 'lmessage')
    assert.equal(received('OK 12ab\r\n', 'OK 12', 'ab\r\nlmessage'), 'lmessage')
  })

  test('repeats the words of a refusal, before and after', () => {
    assert.throws(() => received('REJECTED EXTERNAL\r\nERROR\r\n'), /^Error: REJECTED EXTERNAL$/)
    assert.throws(() => received('OK 12ab\r\nERROR "no"\r\n'), /^Error: ERROR "no"$/)
  })

  test('does not wait for ever for a line or a message', () => {
    assert.throws(() => received('x'.repeat(5000)), /does not speak D-Bus/)
    assert.throws(() => received('OK 12ab\r\n', 'x'.repeat(5000)), /does not speak D-Bus/)
  })
})
