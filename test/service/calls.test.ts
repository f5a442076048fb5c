/** Calls that are being answered hold a stop up; what merely waits does not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ContextHandles } from '../../src/rpc/context-handles.ts'
import { type Method, method, type ServerCall } from '../../src/rpc/service.ts'
import { Calls } from '../../src/service/calls.ts'
import { RpcWaitAsyncNotification, TermSrvNotification } from '../../src/tsts/term-srv-notification.ts'
import { RpcLogoff } from '../../src/tsts/term-srv-session.ts'

const call = (): ServerCall => ({
  principal: null,
  handles: new ContextHandles(64),
  signal: new AbortController().signal,
})

function later<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

function counted(calls: Calls, given: Method): Method {
  const [service] = calls.counted([{ interface: TermSrvNotification, methods: [given] }])
  return service!.methods[0]!
}

test('a stop waits for the calls that are being answered', async () => {
  const calls = new Calls()
  const answer = later<{ returnValue: number }>()
  const logoff = counted(
    calls,
    method(RpcLogoff, () => answer.promise),
  )
  const answered = logoff.answer({}, call())
  let stopped = false
  const stop = calls.finish(60_000).then(() => {
    stopped = true
  })
  await new Promise(setImmediate)
  assert.equal(stopped, false)
  answer.resolve({ returnValue: 0 })
  assert.deepEqual(await answered, { returnValue: 0 })
  await stop
})

test('a stop does not wait longer than its deadline', async () => {
  const calls = new Calls()
  void counted(
    calls,
    method(RpcLogoff, () => new Promise<never>(() => {})),
  ).answer({}, call())
  await calls.finish(1)
})

test('a stop waits neither for calls that failed nor for those that wait for something to happen', async () => {
  const calls = new Calls()
  const failing = method(RpcLogoff, async () => {
    throw new Error('refused')
  })
  await assert.rejects(async () => counted(calls, failing).answer({}, call()), /refused/)
  void counted(
    calls,
    method(RpcWaitAsyncNotification, () => new Promise<never>(() => {})),
  ).answer({}, call())
  await calls.finish(60_000)
})

test('a call that comes during a stop is refused', async () => {
  const calls = new Calls()
  await calls.finish(1)
  const logoff = counted(
    calls,
    method(RpcLogoff, () => ({ returnValue: 0 })),
  )
  await assert.rejects(async () => logoff.answer({}, call()), { message: /nca_server_too_busy/ })
})
