/** Makes every call of wtsapi32 once on TERM04 and this machine and writes what came of it to the file of its argument. */
import { writeFileSync } from 'node:fs'
import type { Calls } from '../../../src/host/windows/thread.ts'

const { NativeThread } = await import('../../../src/host/windows/thread.ts')
const { location } = await import('../../../src/host/windows/wtsapi-thread.ts')

/** What a call answered, or the code with which it failed. */
async function outcomeOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked
  } catch (error) {
    return { failed: (error as { status?: { value: number } }).status?.value ?? String(error) }
  }
}

/** How often this thread had a turn of 20 ms meanwhile. */
async function ticksDuring(asked: Promise<unknown>): Promise<number> {
  let ticks = 0
  const ticking = setInterval(() => ticks++, 20)
  await asked
  clearInterval(ticking)
  return ticks
}

async function drive(calls: Calls): Promise<Record<string, unknown>> {
  const message = { title: 'Titre é中😀', text: 'Save — now', timeSeconds: 60, wait: false, buttons: 'yesNo' as const }
  return {
    handle: String(await outcomeOf(calls.call('openServer', []))),
    sessions: await outcomeOf(calls.call('enumerateSessions', [])),
    user: await outcomeOf(calls.call('queryText', [9, 'WTSUserName'])),
    protocol: await outcomeOf(calls.call('queryProtocol', [7])),
    times: await outcomeOf(calls.call('queryTimes', [7])),
    more: await outcomeOf(calls.call('queryInfoEx', [7])),
    address: await outcomeOf(calls.call('queryClientAddress', [7])),
    noSession: await outcomeOf(calls.call('queryText', [99, 'WTSUserName'])),
    processes: await outcomeOf(calls.call('enumerateProcesses', [null])),
    message: await outcomeOf(calls.call('sendMessage', [7, message])),
    terminate: await outcomeOf(calls.call('terminateProcess', [701])),
    disconnect: await outcomeOf(calls.call('disconnectSession', [7])),
    logoff: await ticksDuring(calls.call('logoffSession', [7])),
    again: await outcomeOf(calls.call('logoffSession', [7])),
    left: await outcomeOf(calls.call('enumerateSessions', [])),
  }
}

const server = new NativeThread({ name: 'TERM04', virtualMachines: false }, location)
const answers = await drive(server)
await server[Symbol.asyncDispose]()
const text = JSON.stringify(answers, (_, value) => (typeof value === 'bigint' ? String(value) : value), 1)
writeFileSync(process.argv[2] ?? '', text)
