/** Lists and log-offs by clients on the network. */
import type { Access } from '../../src/host/tsts/access.ts'
import { logOff } from '../../src/host/tsts/acts.ts'
import { endpointOf } from '../../src/host/tsts/endpoint.ts'
import { enumerate } from '../../src/host/tsts/enumeration.ts'
import { Link } from '../../src/host/tsts/link.ts'
import { reach } from '../../src/host/tsts/reach.ts'
import { credentialOf } from '../../src/index.ts'
import { waitFor } from '../../test/live/peer/wait.ts'
import { openAs } from '../../test/live/serve/callers.ts'
import type { ServeHost } from '../../test/live/serve/host.ts'
import { numbersOf } from '../../test/live/serve/numbers.ts'
import { type Footprint, footprint } from './footprint.ts'
import { type Figure, median, timed } from './lines.ts'

const SESSIONS = 300
const ROUNDS = 30
const LIST_MS = 60
/** So many sessions are there at a time while they are logged off in a row. */
const BATCH = 50

const { signal } = new AbortController()

async function linkTo(host: ServeHost): Promise<Link> {
  const credential = credentialOf(`${host.netbiosName}\\admin`, 'test-admin')
  const access: Access = {
    ...{ host: host.address, endpoint: endpointOf(host.address)!, credential, encryptionRequired: false },
  }
  return new Link(access, await reach(access, signal, () => {}), () => {})
}

/** Lists 300 sessions on an open connection, with a new one, and with all that is known of each session. */
export async function* listings(host: ServeHost): AsyncGenerator<Figure> {
  await host.peer.manySessions('bob', SESSIONS)
  await using link = await linkTo(host)
  const ways = {
    'in one call, connected': () => enumerate(link, { signal }),
    'in one call, with connecting and logging in': async () => {
      await using fresh = await linkTo(host)
      await enumerate(fresh, { signal })
    },
  }
  for (const [way, work] of Object.entries(ways)) yield await listing(way, work, LIST_MS)
  await using opened = await openAs(host, 'admin')
  yield await listing('and two calls more for the facts of each', () => opened.list(), null)
}

async function listing(way: string, work: () => Promise<unknown>, most: number | null): Promise<Figure> {
  await work()
  const times: number[] = []
  while (times.length < ROUNDS) times.push(await timed(work))
  return { what: `listing ${SESSIONS} sessions ${way}`, value: median(times), most, unit: 'ms' }
}

/** Logs so many sessions off in a row, each on a connection of its own; what the service took, every 100. */
export async function* logOffsInARow(host: ServeHost, count: number): AsyncGenerator<[number, Footprint]> {
  for (let done = 0; done < count; ) {
    const ids = await host.peer.manySessions('bob', BATCH)
    for (const number of await numbersOf(host, ids)) {
      await using link = await linkTo(host)
      await logOff(link, String(number), { signal })
      done += 1
    }
    const gone = async () => !(await host.peer.sessions()).some((each) => ids.includes(each.id))
    await waitFor(gone, { what: 'the sessions to end', deadlineMs: 120_000 })
    if (done % 100 === 0) yield [done, footprint(host)]
  }
}
