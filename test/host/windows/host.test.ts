/** The adapter over calls that answer as a Windows would: what is withheld, what vanishes, what resists. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StatusError } from '../../../src/errors.ts'
import { WindowsHost } from '../../../src/host/windows/host.ts'
import type { Calls } from '../../../src/host/windows/thread.ts'
import type { Wtsapi } from '../../../src/host/windows/wtsapi.ts'

type Answers = { readonly [M in keyof Wtsapi]?: (...args: Parameters<Wtsapi[M]>) => unknown }

/** Calls that are answered by functions; one that has none fails with 120. */
class Answering implements Calls {
  readonly made: string[] = []
  readonly #answers: Answers

  constructor(answers: Answers) {
    this.#answers = answers
  }

  async call<M extends keyof Wtsapi>(method: M, args: Parameters<Wtsapi[M]>): Promise<ReturnType<Wtsapi[M]>> {
    this.made.push([method, ...args].join(' '))
    const answer = this.#answers[method] as ((...args: unknown[]) => ReturnType<Wtsapi[M]>) | undefined
    if (!answer) throw failed(120)
    return answer(...args)
  }

  async beside(): Promise<Calls> {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.made.push('closed')
  }
}

function failed(value: number): StatusError {
  return new StatusError('Call', { space: 'win32', value, symbol: String(value) })
}

const ANNA = { execEnvId: 1, sessionId: 1, state: 0, sessionName: 'Console', userName: 'anna', domainName: 'CORP' }
const BOB = { ...ANNA, execEnvId: 4_000_000_002, sessionId: 2, sessionName: 'RDP-Tcp#1', userName: 'bob' }
const TIMES = { lastInputTime: 0n, logonTime: 133_801_631_990_000_000n, currentTime: 133_801_631_990_000_000n }
const EDITOR = { sessionId: 2, processId: 402, processName: 'editor.exe', userSid: 'S-1-5-21-1-2-3-4', userName: 'bob' }
const CSRSS = { ...EDITOR, processId: 400, processName: 'csrss.exe', userSid: 'S-1-5-18', userName: 'SYSTEM' }

function hostOf(answers: Answers, options = { local: true, virtualMachines: false }) {
  const sessions = { enumerateSessions: () => [ANNA, BOB], currentSessionId: () => 1, queryTimes: () => TIMES }
  const calls = new Answering({ ...sessions, ...answers })
  return { host: new WindowsHost('here', calls, options), calls }
}

test('list shows what the enumeration told where the host withholds the rest', async () => {
  const { host } = hostOf({
    queryTimes: () => {
      throw failed(5)
    },
  })
  const [anna, bob] = await host.list()
  assert.deepEqual([anna?.user, anna?.logonTime, anna?.client, anna?.current], ['anna', null, null, true])
  assert.deepEqual([bob?.id, bob?.current], ['2', false])
})

test('list fails once the host cannot be reached any more', async () => {
  const { host } = hostOf({
    queryText: () => {
      throw failed(1722)
    },
  })
  await assert.rejects(host.list(), { code: 'HOST_UNREACHABLE' })
})

test('sessions of virtual machines have the ID that is unique, and none is the current one', async () => {
  const { host, calls } = hostOf({}, { local: true, virtualMachines: true })
  const sessions = await host.list()
  assert.deepEqual(
    sessions.map(({ id, current }) => [id, current]),
    [
      ['1', false],
      ['4000000002', false],
    ],
  )
  assert.ok(!calls.made.includes('currentSessionId'))
})

test('a session whose logon time is withheld is not ended', async () => {
  let withheld = false
  const { host, calls } = hostOf({
    queryTimes: () => {
      if (withheld) throw failed(5)
      return TIMES
    },
  })
  const [, bob] = await host.list()
  withheld = true
  const { outcome, error } = await host.logoff(bob!)
  assert.deepEqual([outcome, error?.code], ['refused', 'ACCESS_DENIED'])
  assert.ok(!calls.made.some((call) => call.startsWith('logoffSession')))
})

test('a session that another logon has taken over is not ended', async () => {
  let logonTime = TIMES.logonTime
  const { host, calls } = hostOf({ queryTimes: () => ({ ...TIMES, logonTime }) })
  const [, bob] = await host.list()
  logonTime += 10_000_000n
  const { outcome, error } = await host.logoff(bob!)
  assert.deepEqual([outcome, error?.code], ['refused', 'SESSION_CHANGED'])
  assert.ok(!calls.made.some((call) => call.startsWith('logoffSession')))
})

test('a log-off that Windows is busy with is waited for', async () => {
  let sessions = [ANNA, BOB]
  const { host } = hostOf({
    enumerateSessions: () => sessions,
    enumerateProcesses: () => [],
    logoffSession: () => {
      sessions = [ANNA]
      throw failed(7024)
    },
  })
  const [, bob] = await host.list()
  assert.equal((await host.logoff(bob!)).outcome, 'loggedOff')
})

test('a session that stays listed is never called logged off', async () => {
  const { host, calls } = hostOf({
    enumerateProcesses: () => [CSRSS, EDITOR],
    logoffSession: () => undefined,
    terminateProcess: () => {
      throw failed(5)
    },
  })
  const [, bob] = await host.list()
  const { outcome, error, remaining } = await host.logoff(bob!, { graceMs: 150 })
  assert.deepEqual([outcome, error?.code], ['stillClosing', 'ACCESS_DENIED'])
  assert.deepEqual(
    remaining.map(({ pid }) => pid),
    [402],
  )
  assert.deepEqual(
    calls.made.filter((call) => call.startsWith('terminateProcess')),
    ['terminateProcess 402'],
  )
})

test('a session whose processes are hidden from the caller is gone when it is not listed', async () => {
  let sessions = [ANNA, BOB]
  const { host } = hostOf({
    enumerateSessions: () => sessions,
    enumerateProcesses: () => {
      throw failed(5)
    },
    logoffSession: () => {
      sessions = [ANNA]
    },
  })
  const [, bob] = await host.list()
  assert.equal((await host.logoff(bob!)).outcome, 'loggedOff')
})

test('a process that has another name by now is not ended', async () => {
  const { host, calls } = hostOf({ enumerateProcesses: () => [{ ...EDITOR, processName: 'other.exe' }] })
  const process = { pid: 402, name: 'editor.exe', user: 'bob', sessionId: '2', started: null }
  await assert.rejects(host.endProcess(process), { code: 'PROCESS_NOT_FOUND' })
  assert.ok(!calls.made.some((call) => call.startsWith('terminateProcess')))
})

test('sessions are connected on the machine itself only', async () => {
  const elsewhere = hostOf({}, { local: false, virtualMachines: false })
  const [, bob] = await elsewhere.host.list()
  await assert.rejects(elsewhere.host.connect(bob!, 'console'), { code: 'NOT_SUPPORTED' })
  const { host, calls } = hostOf({ connectSession: () => undefined })
  await host.connect(bob!, 'console')
  assert.equal(calls.made.at(-1), 'connectSession 2 1 ')
  await host.connect(bob!, 'console', { password: async () => 'of bob' })
  assert.equal(calls.made.at(-1), 'connectSession 2 1 of bob')
  await assert.rejects(host.connect(bob!, 'nowhere'), { code: 'SESSION_NOT_FOUND' })
})

test('examine tells an account that may not see others from one that may', async () => {
  const { host } = hostOf({
    enumerateProcesses: () => {
      throw failed(5)
    },
  })
  const rights = (await host.examine()).find(({ check }) => check === 'rights')
  assert.deepEqual(rights, { check: 'rights', passed: false, figure: 'ACCESS_DENIED' })
})
