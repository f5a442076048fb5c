/** What happens to output that nobody reads, that cannot be written, or that would steer a terminal. */
import assert from 'node:assert/strict'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { descriptorSink } from '../../src/cli/descriptor.ts'
import { Output } from '../../src/cli/output.ts'

test('Output drops what nobody reads any more, without a word', async () => {
  const stream = new PassThrough()
  const output = new Output(stream)
  await output.lines('one')
  stream.destroy(Object.assign(new Error('closed'), { code: 'EPIPE' }))
  await output.lines('two')
  await output.lines('three')
  output.release()
})

test('Output does not hide another failure', async () => {
  const full = { write: (_: unknown, done: (error: Error) => void) => done(new Error('ENOSPC')), on() {}, off() {} }
  await assert.rejects(new Output(full).lines('one'), { name: 'OutputError', message: 'ENOSPC' })
})

test('Output leaves no control character in a line', async () => {
  const stream = new PassThrough()
  await new Output(stream).lines('a\u001b]0;x\u0007\nb\r\u009b')
  assert.equal(String(stream.read()), 'a?]0;x??b??\n')
})

test('descriptorSink writes to its descriptor, and reports what it cannot', async () => {
  const file = join(tmpdir(), `logoff-${process.pid}`)
  const descriptor = openSync(file, 'w')
  const unused = () => assert.fail('the slow way is not needed')
  await new Promise<void>((resolve) => descriptorSink(descriptor, unused).write('zwölf\n', () => resolve()))
  closeSync(descriptor)
  assert.equal(readFileSync(file, 'utf8'), 'zwölf\n')
  rmSync(file)
  const error = await new Promise((resolve) => descriptorSink(descriptor, unused).write('x', resolve))
  assert.ok(error instanceof Error && 'code' in error && error.code === 'EBADF')
})
