/** The tables have the columns of Windows, to the character. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { processesHeader, processRow } from '../../src/cli/processes-table.ts'
import { sessionRow, sessionsHeader } from '../../src/cli/sessions-table.ts'
import { withServers } from '../../src/cli/table.ts'
import { en } from '../../src/cli/text/en.ts'
import { ja } from '../../src/cli/text/ja.ts'
import { idleTime, userRow, usersHeader } from '../../src/cli/users-table.ts'
import { widthOf } from '../../src/cli/width.ts'
import { processOf, session } from './fake-host.ts'

const ENV = { LC_ALL: 'en_US.UTF-8', TZ: 'UTC' }
const NOW = Date.UTC(2021, 2, 25, 9, 30)

function minutesAgo(minutes: number): Date {
  return new Date(NOW - minutes * 60_000)
}

test('the table of users has the columns of Windows', () => {
  const users = [
    session({
      id: '1',
      name: 'rdp-tcp#2',
      user: 'administrator',
      current: true,
      idleSince: minutesAgo(0),
      logonTime: minutesAgo(3),
    }),
    session({ id: '2', name: 'console', user: 'carol', logonTime: new Date(Date.UTC(2024, 2, 25, 12, 1)) }),
    session({ id: '15', user: 'a-name-of-more-than-20', state: 'disconnected', idleSince: minutesAgo(99) }),
    session({ id: 'c7', name: 'ssh-tcp#c7', user: '山田太郎', state: 'closing', idleSince: minutesAgo(22_752) }),
  ]
  const lines = [usersHeader(en.table), ...users.map((user) => userRow(user, en.table, ENV, NOW))]
  assert.equal(
    `\n${lines.join('\n')}\n`,
    `
 USERNAME              SESSIONNAME        ID  STATE   IDLE TIME  LOGON TIME
>administrator         rdp-tcp#2           1  Active          .  3/25/2021 9:27 AM
 carol                 console             2  Active       none  3/25/2024 12:01 PM
 a-name-of-more-than-                     15  Disc         1:39
 山田太郎              ssh-tcp#c7         c7  Closing  15+19:12
`,
  )
})

test('the table of sessions has the columns and the length of Windows', () => {
  const sessions = [
    session({ id: '0', name: 'services', state: 'disconnected' }),
    session({ id: '1', name: 'rdp-tcp#6', user: 'eli', current: true }),
    session({ id: '2', user: 'web_svc', state: 'disconnected' }),
    session({ id: '3', name: 'console', state: 'connected' }),
    session({ id: '65536', name: '7a78855482a04b7f8d4a9b1c', state: 'listening' }),
    session({ id: '65537', name: 'rdp-tcp', state: 'listening' }),
  ]
  const lines = [sessionsHeader(en.table), ...sessions.map((each) => sessionRow(each, en.table))]
  assert.equal(
    `\n${lines.join('\n')}\n`,
    `
 SESSIONNAME       USERNAME                 ID  STATE   TYPE        DEVICE${' '}
 services                                    0  Disc${' '.repeat(24)}
>rdp-tcp#6         eli                       1  Active${' '.repeat(22)}
                   web_svc                   2  Disc${' '.repeat(24)}
 console                                     3  Conn${' '.repeat(24)}
 7a78855482a04...                        65536  Listen${' '.repeat(22)}
 rdp-tcp                                 65537  Listen${' '.repeat(22)}
`,
  )
})

test('the table of processes has the columns of Windows', () => {
  const one = session({ id: '1', name: 'console', user: 'carol', current: true })
  const lines = [
    processesHeader(en.table),
    processRow(processOf({ user: 'carol', pid: 5692, name: 'sihost.exe' }), one),
    processRow(processOf({ user: 'root', pid: 1_234_567, name: 'sshd', sessionId: null }), null),
  ]
  assert.equal(
    `\n${lines.join('\n')}\n`,
    `
 USERNAME              SESSIONNAME         ID    PID  IMAGE
>carol                 console              1   5692  sihost.exe
 root                                        1234567  sshd
`,
  )
})

test('a cell that is too long moves the rest of its row, with a blank between', () => {
  const long = session({ id: 'c123456789', name: 'ssh-tcp#c12345678', user: 'x'.repeat(30) })
  assert.match(userRow(long, en.table, ENV, NOW), /^ x{20} {2}ssh-tcp#c1234\.\.\. c123456789 Active +none$/)
})

test('Japanese rows stand in the same columns', () => {
  const users = [
    session({ id: '1', name: 'console', user: '山田太郎', idleSince: minutesAgo(5), logonTime: minutesAgo(60) }),
    session({ id: '2', user: 'bob', state: 'disconnected', idleSince: minutesAgo(1440), logonTime: minutesAgo(60) }),
  ]
  const env = { LANG: 'ja_JP.UTF-8', TZ: 'UTC' }
  const lines = [usersHeader(ja.table), ...users.map((user) => userRow(user, ja.table, env, NOW))]
  const starts = lines.map((line) => widthOf(line.slice(0, line.search(/ログオン時刻|2021/))))
  assert.deepEqual(starts, [65, 65, 65])
  assert.match(lines[1] ?? '', / アクティブ +5 {2}2021\/03\/25 8:30$/)
})

test('names cannot steer the terminal or leave their row', () => {
  const evil = session({ name: 'a\u001b[31m\nb', user: '\u202eroot\u0007' })
  const line = sessionRow(evil, en.table)
  assert.match(line, /^ a\?\[31m\?b +\?root\? +1 {2}Active +$/)
  assert.equal(widthOf(line), 76)
})

test("another state is shown in the host's own word", () => {
  assert.match(sessionRow(session({ state: 'other', nativeState: 'Shadow' }), en.table), / 1 {2}Shadow /)
})

test('idleTime is as short as on Windows', () => {
  const minutes = [0.5, 1, 59, 60, 99, 1439, 1440, 4565, 22_752, 200_000]
  const shown = minutes.map((each) => idleTime(each * 60_000))
  assert.deepEqual(shown, ['.', '1', '59', '1:00', '1:39', '23:59', '1+00:00', '3+04:05', '15+19:12', '138+21:20'])
  assert.equal(idleTime(-5000), '.')
})

test('several hosts stand before their rows', () => {
  assert.deepEqual(
    withServers([
      { host: 'SERVER', line: ' ID' },
      { host: '東京', line: ' 1' },
    ]),
    ['SERVER  ID', '東京    1'],
  )
})
