/** Opens the machine's session host for the service. */
import { hostname } from 'node:os'
import { join } from 'node:path'
import { open } from '../../host/open.ts'
import type { CallOptions } from '../../session/host.ts'
import { AcceptedEndings } from './accepted.ts'
import { Endings, type TakenUp } from './endings.ts'
import { Endpoints } from './listeners.ts'
import { numberedWatch } from './numbered-watch.ts'
import { Numbers } from './numbers.ts'
import { ServiceHost } from './service-host.ts'
import { SharedRead } from './shared-read.ts'
import { SharedWatch } from './shared-watch.ts'
import { Steady } from './steady.ts'

/** How the service has its host. */
export interface ServiceHostOptions extends CallOptions {
  /** Holds what outlives the service until the machine is restarted; is made where it is missing. */
  readonly stateFolder: string
  /** Told of each log-off that had been accepted before the service was ended, once it is over. */
  readonly onTakenUp?: ((each: TakenUp) => void) | undefined
}

/**
 * The sessions of this machine under their numbers. Log-offs that were cut off when the service was ended go on.
 * @throws LogoffError HOST_UNREACHABLE, CONNECTION_LOST
 */
export async function openServiceHost(options: ServiceHostOptions): Promise<ServiceHost> {
  const { stateFolder, signal, onTakenUp = () => {} } = options
  const target = { transport: 'local', name: hostname() } as const
  const steady = new Steady((each) => open(target, { ...each, longLived: true }))
  try {
    const { name, kind } = await steady.repeat(async ({ name, kind }) => ({ name, kind }), { signal })
    const endings = new Endings(steady, new AcceptedEndings(join(stateFolder, 'endings')))
    const numbers = new Numbers(join(stateFolder, 'numbers.json'))
    const lists = new SharedRead(() => steady.repeat((host) => host.list()))
    // ignored: only the end of the host ends it, and the next start takes up what is left
    endings.takeUp(onTakenUp, steady.over).catch(() => {})
    const watch = new SharedWatch((each) => numberedWatch(steady, numbers, each))
    return new ServiceHost({ name, kind, steady, numbers, endpoints: new Endpoints(), endings, lists, watch })
  } catch (error) {
    await steady.close()
    throw error
  }
}
