/** open() tells a caller what it cannot open, and why. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from '../../src/host/open.ts'
import { targetOf } from '../../src/host/target.ts'

test('open() asks for an account for a host on the network', async () => {
  const asked: string[] = []
  const logOn = async ({ name }: { name: string }) => {
    asked.push(name)
    return null
  }
  await assert.rejects(open(targetOf('rds3.example.org'), { logOn }), { code: 'ACCOUNT_MISSING', message: /\/as:/ })
  assert.deepEqual(asked, ['rds3.example.org'])
})

test('open() rejects with the reason of an abort', async () => {
  const reason = new Error('changed my mind')
  await assert.rejects(open(targetOf('.'), { signal: AbortSignal.abort(reason) }), reason)
})

test('open() says of a system that has no adapter that it has none', async (context) => {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!
  context.after(() => Object.defineProperty(process, 'platform', platform))
  Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' })
  await assert.rejects(open(targetOf('.')), { code: 'NOT_SUPPORTED' })
})

test('open() says of a host without virtual machines that it has none', async () => {
  for (const name of ['.', 'ssh://alice@rds3.example.org']) {
    await assert.rejects(open(targetOf(name), { virtualMachines: true }), {
      code: 'NOT_SUPPORTED',
      message: /leave out \/vm$/,
    })
  }
})
