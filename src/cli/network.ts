/** What only hosts on the network take: an account, encryption, a trace. */
import type { OpenOptions } from '../host/open.ts'
import type { Target } from '../host/target.ts'
import type { Call } from './command.ts'
import type { SwitchName } from './grammar.ts'
import { UsageError } from './usage.ts'

const SWITCHES = ['as', 'password-file', 'password-stdin', 'encrypt', 'trace'] as const satisfies readonly SwitchName[]

/** How the hosts of one call are opened; disposal forgets the passwords and ends the trace. */
export interface Opening extends Disposable {
  readonly options: OpenOptions
}

/**
 * Prepares to open `targets`; loads what accounts need only where one is on the network.
 * @throws UsageError networkOnly, switchesExclusive
 */
export async function openingFor(call: Call, targets: readonly Target[]): Promise<Opening> {
  const { switches } = call.parsed
  const { signal } = call.io
  const given = SWITCHES.filter((name) => switches.has(name))
  if (!targets.some(({ transport }) => transport === 'tsts')) {
    if (given[0]) throw new UsageError('networkOnly', { part: `/${given[0]}` })
    return { options: { signal, interactive: call.io.interactive }, [Symbol.dispose]() {} }
  }
  const sources = given.filter((name) => name === 'password-file' || name === 'password-stdin')
  if (sources.length > 1) throw new UsageError('switchesExclusive', { parts: sources.map((name) => `/${name}`) })
  const { Accounts } = await import('./accounts.ts')
  const accounts = new Accounts(call)
  const trace = switches.has('trace') ? (await import('./trace.ts')).startTrace(call.io.stderr) : null
  return {
    options: {
      ...{ signal, encryptionRequired: switches.has('encrypt') },
      // To know it, Node loads all that it has for terminals.
      interactive: targets.some(({ transport }) => transport !== 'tsts') && call.io.interactive,
      logOn: (target) => accounts.credentialFor(target),
    },
    [Symbol.dispose]() {
      trace?.[Symbol.dispose]()
      accounts[Symbol.dispose]()
    },
  }
}
