/** What callers do: messages with buttons, moving clients, and that each deed is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Deed } from '../../src/answer/deed.ts'
import type { MessageAnswer } from '../../src/session/message.ts'
import * as legacy from '../../src/tsts/legacy-api.ts'
import { CTX_WINSTATION_API_SERVICE, LSM_API_SERVICE } from '../../src/tsts/pipes.ts'
import { hresultOf } from '../../src/tsts/returns.ts'
import * as lsm from '../../src/tsts/term-srv-session.ts'
import { clientOf } from './client.ts'
import { type ServedOptions, served } from './served.ts'

const { TermSrvSession } = lsm
const { LegacyApi } = legacy

async function opened(options: ServedOptions = {}) {
  const deeds: Deed[] = []
  const practice = served({ ...options, onDeed: (deed) => void deeds.push(deed) })
  const client = await clientOf(practice, LSM_API_SERVICE, [TermSrvSession])
  const open = async (SessionId: number) =>
    (await client.call(TermSrvSession, lsm.RpcOpenSession, { SessionId })).phSession
  const old = await clientOf(practice, CTX_WINSTATION_API_SERVICE, [LegacyApi])
  const { phServer: hServer } = await old.call(LegacyApi, legacy.RpcWinStationOpenServer, {})
  const told = () =>
    deeds.map(({ action, session, process, outcome }) => [action, session?.id ?? process?.pid, outcome])
  return { practice, client, open, old, hServer, deeds, told }
}

test('a message has the buttons that its style names, and every answer has its number', async () => {
  const { practice, client, open } = await opened()
  const hSession = await open(12)
  const show = async (ulStyle: number, answer: MessageAnswer) => {
    practice.host.answer = answer
    const box = { hSession, szTitle: 'Title', szMessage: 'Text', ulStyle, ulTimeout: 30, bDoNotWait: false }
    return (await client.call(TermSrvSession, lsm.RpcShowMessageBox, box)).pulResponse
  }
  const answers = [
    await show(0x40, 'ok'),
    await show(0x1, 'cancel'),
    await show(0x32, 'abort'),
    await show(0x2, 'retry'),
    await show(0x2, 'ignore'),
    await show(0x104, 'yes'),
    await show(0x3, 'no'),
    await show(0x5, 'timeout'),
    await show(0xf, 'sent'),
  ]
  assert.deepEqual(answers, [1, 2, 3, 4, 5, 6, 7, 32_000, 32_001])
  const buttons = practice.host.messages.map(({ message }) => message.buttons)
  const ignore = 'abortRetryIgnore'
  assert.deepEqual(buttons, ['ok', 'okCancel', ignore, ignore, ignore, 'yesNo', 'yesNoCancel', 'retryCancel', 'ok'])
  assert.deepEqual(practice.host.messages[5]?.message, {
    ...{ title: 'Title', text: 'Text', timeSeconds: 30, wait: true, buttons: 'yesNo' },
  })
})

test('a message that is too long for a window is refused', async () => {
  const { practice, client, open } = await opened()
  const box = { hSession: await open(12), szTitle: '', szMessage: 'x'.repeat(32_769), ulStyle: 0, ulTimeout: 1 }
  const answer = await client.call(TermSrvSession, lsm.RpcShowMessageBox, { ...box, bDoNotWait: true })
  assert.equal(answer.returnValue, hresultOf(0x8007_0057))
  assert.deepEqual(practice.host.messages, [])
})

test('the old call shows messages with buttons too', async () => {
  const { practice, old, hServer } = await opened()
  practice.host.answer = 'no'
  const texts = { pTitle: 'Title\0', TitleLength: 6, pMessage: 'Text\0\0\0', MessageLength: 7 }
  const input = { hServer, LogonId: 12, ...texts, Style: 4, Timeout: 5, DoNotWait: false }
  assert.equal((await old.call(LegacyApi, legacy.RpcWinStationSendMessage, input)).pResponse, 7)
  assert.deepEqual(practice.host.messages[0]?.message.text, 'Text')
})

test('connecting needs CONNECT on the one session and DISCONNECT on the other', async () => {
  const connect = async (denied: readonly string[]) => {
    const { client, open } = await opened({ denied })
    const input = { hSession: await open(13), TargetSessionId: 1, szPassword: '' }
    return (await client.call(TermSrvSession, lsm.RpcConnect, input)).returnValue
  }
  assert.equal(await connect([]), 0)
  assert.equal(await connect(['WINSTATION_CONNECT 13']), hresultOf(0x8007_0005))
  assert.equal(await connect(['WINSTATION_DISCONNECT 1']), hresultOf(0x8007_0005))
  const { practice, old, hServer } = await opened()
  const input = {
    hServer,
    ClientLogonId: 1,
    ConnectLogonId: 1,
    TargetLogonId: 13,
    pPassword: 'x\0',
    PasswordSize: 2,
    Wait: true,
  }
  assert.equal((await old.call(LegacyApi, legacy.RpcWinStationConnect, input)).returnValue, true)
  const same = await old.call(LegacyApi, legacy.RpcWinStationConnect, { ...input, TargetLogonId: 1 })
  assert.equal(same.pResult, 0xc000_000d)
  assert.deepEqual(practice.host.asked, ['connect 13 console x'])
})

test('every deed is told: what was begun, what came of it, what was denied', async () => {
  const denied = ['WINSTATION_LOGOFF 13', 'PROCESS_TERMINATE 4013']
  const { client, open, old, hServer, practice, told, deeds } = await opened({ denied })
  await client.call(TermSrvSession, lsm.RpcLogoff, { hSession: await open(13) })
  await client.call(TermSrvSession, lsm.RpcLogoff, { hSession: await open(1) })
  await old.call(LegacyApi, legacy.RpcWinStationReset, { hServer, LogonId: 12, bWait: true })
  await old.call(LegacyApi, legacy.RpcWinStationDisconnect, { hServer, LogonId: 13, bWait: true })
  for (const ProcessId of [4013, 4014]) {
    await old.call(LegacyApi, legacy.RpcWinStationTerminateProcess, { hServer, ProcessId, ExitCode: 0 })
  }
  assert.deepEqual(told(), [
    ['logoff', '13', 'denied'],
    ['logoff', '1', 'failed'],
    ['reset', '12', 'begun'],
    ['reset', '12', 'done'],
    ['disconnect', '13', 'begun'],
    ['disconnect', '13', 'done'],
    ['endProcess', 4013, 'denied'],
    ['endProcess', 4014, 'begun'],
    ['endProcess', 4014, 'done'],
  ])
  assert.deepEqual(
    deeds.map(({ caller }) => caller.user),
    new Array<string>(9).fill('admin'),
  )
  const ended = deeds[3]
  assert.equal(ended?.outcome === 'done' && typeof ended.result === 'object' && ended.result?.outcome, 'reset')
  assert.deepEqual(practice.host.asked, ['reset 12'])
})
