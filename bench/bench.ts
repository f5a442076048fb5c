/** Compares this product with what it stands on, in one run: start-up with an empty Node, log-offs with loginctl. */

import { bootPeer } from '../test/live/peer/boot.ts'
import type { PeerHost } from '../test/live/peer/host.ts'
import { nodeBinary } from '../test/run/nodes.ts'
import { type Comparison, inTurn, lineOf } from './figures.ts'
import { install, measure } from './peer.ts'
import { emptyProcess, program } from './start.ts'

/** How often the small things are measured. */
const ROUNDS = 30

interface Line {
  readonly version: '20.19.0' | '22.23.3'
  readonly help: number
  readonly query: number
}

const LINES: readonly Line[] = [
  { version: '20.19.0', help: 1.25, query: 1.7 },
  { version: '22.23.3', help: 1.5, query: 2.6 },
]

await using host = await bootPeer('sd252')
const logins = await Promise.all(
  [...'12345'].map((_each, index) => host.ssh(index % 2 ? 'alice' : 'bob', { tty: true })),
)
for (const line of LINES) {
  console.log(`\nNode ${line.version}${' '.repeat(51)}ours    theirs   ratio`)
  for await (const comparison of comparisons(line, host)) console.log(lineOf(comparison))
}
for (const login of logins) await login[Symbol.asyncDispose]()

async function* comparisons({ version, help, query }: Line, host: PeerHost): AsyncGenerator<Comparison> {
  const node = nodeBinary(version)
  await install(host, node)
  const bus = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${host.busSocket}` }
  const empty = () => emptyProcess(node)
  yield {
    ...{ what: 'logoff /?, to node -e 0', statistic: 'minimum', most: help },
    times: await inTurn(ROUNDS, () => program(node, ['logoff', '/?']), empty),
  }
  yield {
    ...{ what: 'query session, 5 sessions, to node -e 0', statistic: 'minimum', most: query },
    times: await inTurn(ROUNDS, () => program(node, ['query', 'session'], bus), empty),
  }
  yield {
    ...{ what: 'open and list in the process, to loginctl list-sessions', statistic: 'median', most: 2 },
    times: await inTurn(
      ROUNDS,
      () => measure(host, { measure: 'list', ids: [] }),
      () => measure(host, { measure: 'listByTool', ids: [] }),
    ),
  }
  yield {
    ...{ what: 'a log-off, to loginctl until deleted', statistic: 'median', most: 1.5 },
    times: await ends('alice', 1, 10),
  }
  yield {
    ...{ what: 'the user’s last, his services ended too', statistic: 'median', most: null },
    times: await ends('admin', 1, 10),
  }
  yield {
    ...{ what: '200 log-offs at once, to loginctl until deleted', statistic: 'median', most: 3 },
    times: await ends('admin', 200, 3),
  }

  function ends(user: string, count: number, rounds: number) {
    const ending = async (way: 'end' | 'endByTool') =>
      await measure(host, { measure: way, ids: await host.manySessions(user, count) })
    return inTurn(
      rounds,
      () => ending('end'),
      () => ending('endByTool'),
    )
  }
}
