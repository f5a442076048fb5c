/** Programs that cannot be started. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from '../../src/linux/run.ts'
import { withoutDescriptors } from './scarce.ts'

const skip = process.platform !== 'linux' && 'Needs prlimit(1) of a Linux'

test('a program that no descriptor is left for is an error and no crash', { skip }, async () => {
  await withoutDescriptors(async () => assert.rejects(run('true', []), { name: 'StatusError', message: /EMFILE/ }))
  assert.equal((await run('true', []))?.code, 0)
})

test('a program that is not there is null', { skip }, async () => {
  assert.equal(await run('no-such-program-here', []), null)
})
