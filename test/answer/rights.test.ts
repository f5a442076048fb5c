/** Every call with a session: what it needs, what it tells to whom it may not, and that it asks for that session alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Interface } from '../../src/rpc/interface.ts'
import type { Operation } from '../../src/rpc/operation.ts'
import * as legacy from '../../src/tsts/legacy-api.ts'
import { CTX_WINSTATION_API_SERVICE, LSM_API_SERVICE, TERMSRV_API_SERVICE } from '../../src/tsts/pipes.ts'
import * as rcm from '../../src/tsts/rcm-public.ts'
import { hresultOf } from '../../src/tsts/returns.ts'
import * as enumeration from '../../src/tsts/term-srv-enumeration.ts'
import * as lsm from '../../src/tsts/term-srv-session.ts'
import { clientOf } from './client.ts'
import { type ServedOptions, served } from './served.ts'

const E_ACCESSDENIED = hresultOf(0x8007_0005)

type Answering = Operation<object, { returnValue: number | boolean; pResult?: number }>

interface Asked {
  readonly name: string
  readonly needs: string
  readonly pipe: string
  readonly of: Interface
  readonly operation: Answering
  readonly input: object
}

function asked(
  [pipe, of]: readonly [string, Interface],
  needs: string,
  operations: Readonly<Record<string, unknown>>,
  input: object,
): Asked[] {
  return Object.entries(operations).map(([name, operation]) => {
    return { name, needs, pipe, of, operation: operation as Answering, input }
  })
}

const LSM = [LSM_API_SERVICE, lsm.TermSrvSession] as const
const RCM = [TERMSRV_API_SERVICE, rcm.RCMPublic] as const
const OLD = [CTX_WINSTATION_API_SERVICE, legacy.LegacyApi] as const
const BOX = { szTitle: '', szMessage: '', ulStyle: 0, ulTimeout: 1, bDoNotWait: true }
const OLD_BOX = { pTitle: '', TitleLength: 0, pMessage: '', MessageLength: 0, Style: 0, Timeout: 1, DoNotWait: true }
const BUFFER = { pWinStationInformation: null, WinStationInformationLength: 0x8000 }

const { RpcGetUserName, RpcGetTerminalName, RpcGetState, RpcGetTimes, RpcIsSessionDesktopLocked } = lsm
const { RpcGetSessionInformation, RpcGetSessionInformationEx, RpcGetActivityId } = lsm
const { RpcLogoff, RpcDisconnect, RpcShowMessageBox } = lsm
const { RpcGetClientData, RpcGetConfigData, RpcGetRemoteAddress, RpcGetLastInputTime, RpcGetUserCertificates } = rcm
const { RpcGetProtocolStatus, RpcGetSessionProtocolLastInputTime, RpcQuerySessionData } = rcm
const { RpcWinStationReset, RpcWinStationDisconnect, RpcWinStationSendMessage, RpcWinStationQueryInformation } = legacy

const QUERY = 'WINSTATION_QUERY'
const CALLS: readonly Asked[] = [
  ...asked(LSM, QUERY, { RpcGetUserName, RpcGetTerminalName, RpcGetState, RpcGetTimes, RpcIsSessionDesktopLocked }, {}),
  ...asked(LSM, QUERY, { RpcGetActivityId }, {}),
  ...asked(LSM, QUERY, { RpcGetSessionInformation, RpcGetSessionInformationEx }, { SessionId: 12, Level: 1 }),
  ...asked(LSM, 'WINSTATION_LOGOFF', { RpcLogoff }, {}),
  ...asked(LSM, 'WINSTATION_DISCONNECT', { RpcDisconnect }, {}),
  ...asked(LSM, 'WINSTATION_MSG', { RpcShowMessageBox }, BOX),
  ...asked(RCM, QUERY, { RpcGetClientData, RpcGetConfigData, RpcGetRemoteAddress }, { SessionId: 12 }),
  ...asked(RCM, QUERY, { RpcGetLastInputTime, RpcGetUserCertificates }, { SessionId: 12 }),
  ...asked(RCM, QUERY, { RpcGetProtocolStatus, RpcGetSessionProtocolLastInputTime }, { SessionId: 12, InfoType: 0 }),
  ...asked(
    RCM,
    QUERY,
    { RpcQuerySessionData },
    { SessionId: 12, type: 1, pbInputData: null, cbInputData: 0, cbSessionData: 8192 },
  ),
  ...asked(OLD, 'WINSTATION_RESET', { RpcWinStationReset }, { LogonId: 12, bWait: false }),
  ...asked(OLD, 'WINSTATION_DISCONNECT', { RpcWinStationDisconnect }, { LogonId: 12, bWait: false }),
  ...asked(OLD, 'WINSTATION_MSG', { RpcWinStationSendMessage }, { LogonId: 12, ...OLD_BOX }),
  ...asked(OLD, QUERY, { RpcWinStationQueryInformation }, { LogonId: 12, WinStationInformationClass: 8, ...BUFFER }),
]

/** What the call answers, and what it asked the host for. */
async function ask({ pipe, of, operation, input }: Asked, options: ServedOptions) {
  const practice = served(options)
  const client = await clientOf(practice, pipe, [of])
  const { phSession } =
    of === lsm.TermSrvSession
      ? await client.call(of, lsm.RpcOpenSession, { SessionId: 12 })
      : { phSession: new Uint8Array() }
  const { phServer } =
    of === legacy.LegacyApi ? await client.call(of, legacy.RpcWinStationOpenServer, {}) : { phServer: phSession }
  const given = { hSession: phSession, hServer: phServer, ...input }
  const { returnValue, pResult } = await client.call(of, operation, given)
  return { status: pResult ?? returnValue, host: practice.host }
}

for (const call of CALLS) {
  test(`${call.name} needs ${call.needs} and no other right, and lists nothing`, async () => {
    const denied = call.of === legacy.LegacyApi ? 0xc000_0022 : E_ACCESSDENIED
    assert.equal((await ask(call, { denied: [`${call.needs} 12`] })).status, denied)
    const others = ['QUERY', 'LOGOFF', 'RESET', 'DISCONNECT', 'MSG', 'SET', 'SHADOW'].map(
      (each) => `WINSTATION_${each}`,
    )
    const { status, host } = await ask(call, { denied: others.filter((each) => each !== call.needs) })
    assert.notEqual(status, denied)
    assert.deepEqual([host.lists, host.finds.every((id) => id === '12')], [0, true])
  })
}

test('a session that a caller may not look at is in no list, by whatever call', async () => {
  const practice = served({ denied: ['WINSTATION_QUERY 12'] })
  const client = await clientOf(practice, LSM_API_SERVICE, [enumeration.TermSrvEnumeration])
  const of = enumeration.TermSrvEnumeration
  const { phEnum: hEnum } = await client.call(of, enumeration.RpcOpenEnum, {})
  const { phEnum: hSubEnum } = await client.call(of, enumeration.RpcOpenEnum, {})
  await client.call(of, enumeration.RpcFilterByState, { hEnum: hSubEnum, State: 0, bInvert: false })
  const plain = await client.call(of, enumeration.RpcGetEnumResult, { hEnum, Level: 1 })
  const ids = await client.call(of, enumeration.RpcGetSessionIds, { Filter: 0, MaxEntries: 9 })
  const exec = await client.call(of, enumeration.RpcGetAllSessions, { pLevel: 2 })
  const ex = await client.call(of, enumeration.RpcGetAllSessionsEx, { Level: 1 })
  await client.call(of, enumeration.RpcEnumAddFilter, { hEnum, hSubEnum })
  const active = await client.call(of, enumeration.RpcGetEnumResultEx, { hEnum, Level: 3 })
  assert.deepEqual(
    [
      plain.ppSessionEnumResult?.map(({ Data }) => Data.SessionId),
      active.ppSessionEnumResult?.map(({ Data }) => Data.SessionId),
      ids.pSessionIds,
      exec.ppSessionData?.map(({ Data }) => Data.ExecEnvId),
      ex.ppSessionData?.map(({ Data }) => Data.ExecEnvId),
    ],
    [
      [0, 1, 13, 14],
      [1, 13],
      [1, 13, 14],
      [0, 1, 13, 14],
      [0, 1, 13, 14],
    ],
  )
  const few = await client.call(of, enumeration.RpcGetSessionIds, { Filter: 0, MaxEntries: 1 })
  assert.deepEqual([few.pSessionIds, few.pcSessionIds], [[1], 1])
  const odd = await client.call(of, enumeration.RpcGetSessionIds, { Filter: 1, MaxEntries: 1 })
  assert.equal(odd.returnValue, hresultOf(0x8007_0057))
})

test('an enumeration of the caller’s own sessions asks whose they are', async () => {
  const practice = served({ owns: (_, { user }) => user === 'bob' })
  const client = await clientOf(practice, LSM_API_SERVICE, [enumeration.TermSrvEnumeration])
  const of = enumeration.TermSrvEnumeration
  const { phEnum: hEnum } = await client.call(of, enumeration.RpcOpenEnum, {})
  await client.call(of, enumeration.RpcFilterByCallersName, { hEnum })
  const own = await client.call(of, enumeration.RpcGetEnumResult, { hEnum, Level: 1 })
  assert.deepEqual(
    own.ppSessionEnumResult?.map(({ Data }) => Data.SessionId),
    [13],
  )
})
