/** Callers who take more than their share, from 500 at once to those who stop in the middle: others are served. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { ntlm } from '../../src/auth/ntlm/initiator.ts'
import { spnego } from '../../src/auth/spnego/initiator.ts'
import { credentialOf } from '../../src/index.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor, within } from './peer/wait.ts'
import { listAs, untilAnswered } from './serve/callers.ts'
import type { DoorCaller } from './serve/door.ts'
import { bootServeHost, type ServeHost } from './serve/host.ts'
import { openMany } from './serve/many.ts'
import { stopsOf } from './serve/stops.ts'

const STEP_SECONDS = 3
const DEADLINE_MS = 60_000
const CONNECTIONS = 500
/** The limit by default, of which one account has a quarter. */
const PLACES = 256
const PIPE = '/run/samba/ncalrpc/np/lsm_api_service'

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`Limits behind Samba on ${kind}`, { skip: requirePeers(kind), timeout: 600_000 }, () => {
    let host: ServeHost
    before(async () => {
      host = await bootServeHost(kind, { rights: `[limits]\nstep-seconds = ${STEP_SECONDS}\n` })
    })
    after(() => host?.[Symbol.asyncDispose]())

    /** Connections on the pipes that the service still has. */
    async function connections(): Promise<number> {
      const lines = (await host.shell('ss -Hx state connected')).split('\n')
      return lines.filter((line) => line.includes('/run/samba/ncalrpc/np/') && line.includes('_api_service')).length
    }

    const whenConnected = (count: number) =>
      waitFor(async () => (await connections()) === count, { what: `${count} pipes`, deadlineMs: DEADLINE_MS })

    async function callerOf(user: string): Promise<DoorCaller> {
      const [uid = 0, gid = 0] = (await host.shell(`id -u ${user}; id -g ${user}`)).split('\n').map(Number)
      return { user, domain: host.netbiosName, uid, gid }
    }

    test('who stops in the middle of a step is hung up on, and others are served meanwhile', async () => {
      using credential = credentialOf(`${host.netbiosName}\\admin`, 'test-admin')
      const mechanism = ntlm(credential, { targetName: `host/${host.address}`, workstation: 'TEST' })
      const caller = await callerOf('admin')
      const stops = stopsOf({ NTLM: mechanism, SPNEGO: spnego([mechanism]) })
      const stopped = await Promise.all(
        stops.map(async ({ what, reach }) => [what, await reach(host.peer.path(PIPE), caller)] as const),
      )
      assert.ok(await listAs(host, 'alice'))
      const ended = ([what, socket]: readonly [string, Socket]) =>
        within(closeOf(socket), {
          what: `the end of who stopped ${what}`,
          deadlineMs: DEADLINE_MS,
        })
      await Promise.all(stopped.map(ended))
      await waitFor(async () => (await connections()) === 0, {
        what: 'the pipes to be closed',
        deadlineMs: DEADLINE_MS,
      })
      await untilAnswered(host, 'alice')
    })

    test(`of ${CONNECTIONS} connections at once as many are served as may be, and one account leaves room`, async () => {
      await host.writeRights('')
      await host.shell('systemctl restart logoff-serve')
      await untilAnswered(host, 'admin')
      await whenConnected(0)
      {
        await using ofAdmin = await openMany(host, 'admin', CONNECTIONS / 4)
        assert.deepEqual([ofAdmin.served, ofAdmin.refused], [PLACES / 4, CONNECTIONS / 4 - PLACES / 4])
        assert.ok(await listAs(host, 'alice'))
        await whenConnected(PLACES / 4)
        const others = await Promise.all(['alice', 'bob', 'oper'].map((user) => openMany(host, user, CONNECTIONS / 4)))
        for (const each of others) assert.equal(each.served, PLACES / 4)
        await whenConnected(PLACES)
        await assert.rejects(listAs(host, 'alice'))
        await Promise.all(others.map((each) => each[Symbol.asyncDispose]()))
      }
      await waitFor(async () => (await connections()) === 0, {
        what: 'the pipes to be closed',
        deadlineMs: DEADLINE_MS,
      })
      await untilAnswered(host, 'alice')
    })
  })
}

async function closeOf(socket: Socket): Promise<void> {
  if (!socket.destroyed) await once(socket.resume(), 'close')
}
