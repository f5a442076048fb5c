/** What the service tells of sessions that are really there: locks, addresses, owners, listeners, and what happens. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { LEGACY, LSM, NOTIFICATION } from '../../src/host/tsts/doors.ts'
import type { Door, Link } from '../../src/host/tsts/link.ts'
import * as legacy from '../../src/tsts/legacy-api.ts'
import { TNotificationId } from '../../src/tsts/notification-id.ts'
import { TERMSRV_API_SERVICE } from '../../src/tsts/pipes.ts'
import * as listener from '../../src/tsts/rcm-listener.ts'
import * as rcm from '../../src/tsts/rcm-public.ts'
import { hresultOf } from '../../src/tsts/returns.ts'
import { SID } from '../../src/tsts/sid.ts'
import * as notification from '../../src/tsts/term-srv-notification.ts'
import * as lsm from '../../src/tsts/term-srv-session.ts'
import { decode } from '../../src/wire/codec.ts'
import type { PeerLogin } from './peer/login.ts'
import { requirePeers } from './peer/rootfs.ts'
import { waitFor } from './peer/wait.ts'
import { bootServeHost, type ServeHost } from './serve/host.ts'
import { linkAs } from './serve/link.ts'
import { numbersOf } from './serve/numbers.ts'

/** Remote Desktop Services with both of their interfaces. */
const TERMSRV: Door = { pipe: TERMSRV_API_SERVICE, interfaces: [rcm.RCMPublic, listener.RCMListener] }
const OPTIONS = {}
const LOGIN1 = 'org.freedesktop.login1'

for (const kind of ['xrdp09', 'xrdp010'] as const) {
  suite(`Answers about real sessions on ${kind}`, { skip: requirePeers(kind), timeout: 300_000 }, () => {
    let host: ServeHost
    let alice: PeerLogin
    let number: number
    let link: Link
    before(async () => {
      host = await bootServeHost(kind)
      alice = await host.peer.ssh('alice', { tty: true })
      number = (await numbersOf(host, [alice.id]))[0] ?? -1
      link = await linkAs(host, 'admin')
    })
    after(async () => {
      for (const each of [link, alice, host]) await each?.[Symbol.asyncDispose]()
    })

    async function lock(locked: boolean): Promise<void> {
      const answer = await host.shell(
        `busctl call ${LOGIN1} /org/freedesktop/login1 ${LOGIN1}.Manager GetSession s ${alice.id}`,
      )
      const path = answer.split('"')[1]
      await host.shell(`busctl call ${LOGIN1} ${path} ${LOGIN1}.Session SetLockedHint b ${locked}`)
    }

    test('a lock is told as it is, and to those who want to know', async () => {
      const client = await link.client(LSM, OPTIONS)
      const input = { SessionId: number, Level: 1 }
      const flags = async () =>
        (await client.call(lsm.TermSrvSession, lsm.RpcGetSessionInformationEx, input)).LSMSessionInfoExPtr.Data
          .SessionFlags
      assert.equal(await flags(), 1)
      await using line = await link.line(NOTIFICATION, OPTIONS)
      const { TermSrvNotification } = notification
      const Mask = TNotificationId.WTS_NOTIFY_LOCK | TNotificationId.WTS_NOTIFY_UNLOCK
      const wanted = { SessionId: number, Mask }
      const { phNotify: hNotify } = await line.client.call(
        TermSrvNotification,
        notification.RpcRegisterAsyncNotification,
        wanted,
      )
      const next = async () =>
        (await line.client.call(TermSrvNotification, notification.RpcWaitAsyncNotification, { hNotify })).SessionChange
      for (const [locked, flag, NotificationId] of [
        [true, 0, TNotificationId.WTS_NOTIFY_LOCK],
        [false, 1, TNotificationId.WTS_NOTIFY_UNLOCK],
      ] as const) {
        const told = next()
        await lock(locked)
        assert.deepEqual(await told, [{ SessionId: number, NotificationId }])
        assert.equal(await flags(), flag)
      }
    })

    test('the address is that of the machine from which she came', async () => {
      const client = await link.client(TERMSRV, OPTIONS)
      const { pRemoteAddress } = await client.call(rcm.RCMPublic, rcm.RpcGetRemoteAddress, { SessionId: number })
      assert.ok(pRemoteAddress.sin_family === 2)
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32LE(pRemoteAddress.address.in_addr)
      const remote = await host.shell(`loginctl show-session ${alice.id} --property RemoteHost --value`)
      assert.equal([...bytes].join('.'), remote.trim())
    })

    test('the owner of a process has the SID that Samba has for her', async () => {
      const client = await link.client(LEGACY, OPTIONS)
      const { LegacyApi } = legacy
      const { phServer: hServer } = await client.call(LegacyApi, legacy.RpcWinStationOpenServer, {})
      const all = await client.call(LegacyApi, legacy.RpcWinStationGetAllProcesses_NT6, {
        ...{ hServer, Level: 0, pNumberOfProcesses: legacy.BUFFER_MAX },
      })
      const own = all.ppTsAllProcessesInfo?.filter(({ pTsProcessInfo }) => pTsProcessInfo?.SessionId === number) ?? []
      const uid = (await host.shell('id -u alice')).trim()
      const sids = new Set(own.flatMap(({ pSid }) => (pSid ? [decode(SID, pSid)] : [])))
      assert.ok(sids.has(`S-1-22-1-${uid}`), [...sids].join())
      const process = own.find(({ pSid }) => pSid && decode(SID, pSid) === `S-1-22-1-${uid}`)?.pTsProcessInfo
      const one = await client.call(LegacyApi, legacy.RpcWinStationGetProcessSid, {
        ...{ hServer, dwUniqueProcessId: process?.UniqueProcessId ?? 0, ProcessStartTime: process?.CreateTime ?? null },
        ...{ pProcessUserSid: new Uint8Array(64), dwSidSize: 64, pdwSizeNeeded: 0 },
      })
      assert.equal(one.pProcessUserSid && decode(SID, one.pProcessUserSid), `S-1-22-1-${uid}`)
    })

    test('the listeners are those of xrdp and sshd, each open and asked by its name', async () => {
      const client = await link.client(TERMSRV, OPTIONS)
      await host.shell('systemctl start xrdp')
      const all = async () => {
        const { ppListeners } = await client.call(rcm.RCMPublic, rcm.RpcGetAllListeners, { Level: 1 })
        return ppListeners?.map(({ Data }) => Data.Name) ?? []
      }
      const names = await waitFor(async () => (await all()).length > 1 && (await all()), { what: 'two listeners' })
      assert.deepEqual(names.toSorted(), ['rdp-tcp', 'ssh-tcp'])
      for (const szListenerName of names) {
        const opened = await client.call(listener.RCMListener, listener.RpcOpenListener, { szListenerName })
        const hListener = opened.phListener
        const { pbIsListening } = await client.call(listener.RCMListener, listener.RpcIsListening, { hListener })
        assert.equal(pbIsListening, true)
        const stop = await client.call(listener.RCMListener, listener.RpcStopListener, { hListener })
        assert.equal(stop.returnValue, hresultOf(0x8000_4001))
      }
    })

    test('the end of a session is waited for', async () => {
      const bob = await host.peer.ssh('bob', { tty: true })
      const [id = -1] = await numbersOf(host, [bob.id])
      await using line = await link.line(NOTIFICATION, OPTIONS)
      const input = { SessionId: id, State: 4, Timeout: 60_000 }
      const gone = line.client.call(notification.TermSrvNotification, notification.RpcWaitForSessionState, input)
      await bob[Symbol.asyncDispose]()
      await host.shell(`loginctl terminate-session ${bob.id} || true`)
      assert.equal((await gone).returnValue, hresultOf(0x8007_1b6e))
    })
  })
}
