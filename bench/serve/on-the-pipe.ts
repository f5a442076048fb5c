/** Requests on the service's pipe, sealed, from request to answer, and what logind itself takes for the same. */
import { connect } from 'node:net'
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { Bus } from '../../src/host/logind/bus.ts'
import { Login1, sessionPath } from '../../src/host/logind/login1.ts'
import { credentialOf } from '../../src/index.ts'
import type { RpcClient } from '../../src/rpc/client.ts'
import { RpcGetAllSessionsEx, TermSrvEnumeration } from '../../src/tsts/term-srv-enumeration.ts'
import { RpcGetState, RpcLogoff, RpcOpenSession, TermSrvSession } from '../../src/tsts/term-srv-session.ts'
import { waitFor } from '../../test/live/peer/wait.ts'
import { bindSealed, openDoor } from '../../test/live/serve/door.ts'
import type { ServeHost } from '../../test/live/serve/host.ts'
import { numbersOf } from '../../test/live/serve/numbers.ts'
import { type Figure, median, timed } from './lines.ts'

const PIPE = '/run/samba/ncalrpc/np/lsm_api_service'
const ROUNDS = 200
const LOGOFFS = 30
/** What the service may add. */
const MOST_MS = 2

/** Measures reading one session, reading all, and asking for a log-off; both sides in turn. */
export async function* onThePipe(host: ServeHost): AsyncGenerator<Figure> {
  using credential = credentialOf(`${host.netbiosName}\\admin`, 'test-admin')
  const [uid = 0, gid = 0] = (await host.shell('id -u admin; id -g admin')).split('\n').map(Number)
  const caller = { user: 'admin', domain: host.netbiosName, uid, gid }
  const { socket, channel } = await openDoor(host.peer.path(PIPE), caller)
  const mechanism = ntlm(credential, { targetName: `host/${host.address}`, workstation: 'BENCH' })
  const client = await bindSealed(channel, [TermSrvSession, TermSrvEnumeration], mechanism)
  const bus = await Bus.open(connect(host.peer.busSocket), host.address, {})
  const login1 = new Login1(bus, host.address)
  try {
    yield await oneSession(client, login1, await sessionsOn(host, 1))
    yield await allSessions(client, login1)
    yield await logOffs(host, client, login1)
  } finally {
    await bus.close()
    socket.destroy()
  }
}

/** A session's own ID and its number on the network. */
type Numbered = readonly [string, number]

async function sessionsOn(host: ServeHost, count: number): Promise<Numbered[]> {
  const ids = await host.peer.manySessions('bob', count)
  return (await numbersOf(host, ids)).map((number, i) => [ids[i]!, number])
}

async function oneSession(client: RpcClient, login1: Login1, [first]: readonly Numbered[]): Promise<Figure> {
  const [id, SessionId] = first!
  const { phSession: hSession } = await client.call(TermSrvSession, RpcOpenSession, { SessionId })
  const ours = () => client.call(TermSrvSession, RpcGetState, { hSession })
  return await compared('RpcGetState, beside the session’s properties from logind', ours, () =>
    login1.session(sessionPath(id), {}),
  )
}

async function allSessions(client: RpcClient, login1: Login1): Promise<Figure> {
  const ours = () => client.call(TermSrvEnumeration, RpcGetAllSessionsEx, { Level: 1 })
  return await compared('RpcGetAllSessionsEx, beside ListSessions', ours, () => login1.ListSessions({}))
}

/** One after the other, each once the one before has ended. */
async function logOffs(host: ServeHost, client: RpcClient, login1: Login1): Promise<Figure> {
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (const [index, [id, SessionId]] of (await sessionsOn(host, 2 * LOGOFFS)).entries()) {
    if (index % 2 === 0) theirs.push(await timed(() => login1.TerminateSession(id, {})))
    else {
      const { phSession: hSession } = await client.call(TermSrvSession, RpcOpenSession, { SessionId })
      ours.push(await timed(() => client.call(TermSrvSession, RpcLogoff, { hSession })))
    }
    const gone = async () => !(await host.peer.sessions()).some((each) => each.id === id)
    await waitFor(gone, { what: `session ${id} to end`, deadlineMs: 60_000 })
  }
  return figure('RpcLogoff, beside TerminateSession', ours, theirs)
}

async function compared(what: string, ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<Figure> {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    times[1].push(await timed(theirs))
    times[0].push(await timed(ours))
  }
  return figure(what, ...times)
}

function figure(what: string, ours: readonly number[], theirs: readonly number[]): Figure {
  const [mine, other] = [median(ours), median(theirs)]
  const beside = `${mine.toFixed(2)} ms, logind ${other.toFixed(2)} ms`
  return { what, value: mine - other, most: MOST_MS, unit: 'ms', beside }
}
