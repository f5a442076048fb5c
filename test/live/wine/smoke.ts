/** Calls the wtsapi32 that a Wine brings along, which traces its arguments; writes what came of it to the file of its argument. */
import { writeFileSync } from 'node:fs'
import * as koffi from 'koffi'
import { bind } from '../../../src/host/windows/native.ts'
import { Wtsapi } from '../../../src/host/windows/wtsapi.ts'

const MESSAGE = { title: 'Titre é中😀', text: 'Logoff in 60 s\nsave — now', timeSeconds: 60, wait: true }

/** What a call answered, or the code with which it failed. */
function outcomeOf(call: () => unknown): unknown {
  try {
    return call() ?? null
  } catch (error) {
    return { failed: (error as { status?: { value: number } }).status?.value ?? String(error) }
  }
}

const native = bind(koffi)
const named = new Wtsapi(native, { name: 'TERM04-é中', virtualMachines: false })
const machines = new Wtsapi(native, { name: 'TERM05-😀', virtualMachines: true })
const here = new Wtsapi(native, { name: null, virtualMachines: false })
const lent = new Wtsapi(native, { handle: 0x5754_5321_fedc_ba98n })
const told = {
  open: outcomeOf(() => named.openServer()),
  openEx: outcomeOf(() => machines.openServer()),
  current: outcomeOf(() => here.currentSessionId()),
  sessions: outcomeOf(() => here.enumerateSessions()),
  user: outcomeOf(() => here.queryText(1, 'WTSUserName')),
  protocol: outcomeOf(() => here.queryProtocol(1)),
  times: outcomeOf(() => here.queryTimes(1)),
  processes: outcomeOf(() => here.enumerateProcesses(null)),
  logoff: outcomeOf(() => lent.logoffSession(7)),
  disconnect: outcomeOf(() => lent.disconnectSession(0xffff_fffe)),
  message: outcomeOf(() => lent.sendMessage(3, MESSAGE)),
  event: outcomeOf(() => lent.flushEvents()),
  terminate: outcomeOf(() => lent.terminateProcess(0xffff_fff0)),
}
writeFileSync(
  process.argv[2] ?? '',
  JSON.stringify(told, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
)
