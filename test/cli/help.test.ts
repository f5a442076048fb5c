/** Help, usage and manual pages are held against the grammar of the commands. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type CommandName, GRAMMARS } from '../../src/cli/grammar.ts'
import { helpOf } from '../../src/cli/help.ts'
import { enHelp } from '../../src/cli/text/en-help.ts'
import { jaHelp } from '../../src/cli/text/ja-help.ts'
import { widthOf } from '../../src/cli/width.ts'
import { terminal } from './terminal.ts'

const COMMANDS = Object.keys(GRAMMARS) as CommandName[]

/** Which manual page tells of each command. */
const PAGES: Record<CommandName, string> = {
  logoff: 'logoff',
  querySession: 'query',
  queryUser: 'query',
  queryProcess: 'query',
  msg: 'msg',
  tsdiscon: 'tsdiscon',
  tscon: 'tscon',
  tskill: 'tskill',
  rwinsta: 'rwinsta',
  doctor: 'tsctl',
  lab: 'tsctl',
  serve: 'tsctl',
}

test('the help of logoff is on standard output', async () => {
  const ran = await terminal('logoff /?', { columns: 80 })
  assert.equal(ran.code, 0)
  assert.equal(ran.stderr, '')
  assert.equal(
    `\n${ran.stdout}`,
    `
Logs a session off: ends all its processes and checks that they and the session are gone.

Usage: logoff [sessionname | sessionid] [/server:servername] [/as:DOMAIN\\user]
       [/password-file:file] [/password-stdin] [/encrypt] [/trace] [/v] [/vm]
       [/grace:seconds] [/json]

  sessionname | sessionid
                      The name of an active session, or the ID of any. Without
                      it: the current session.
  /server:servername  The session host, or several: A,B or @group. A Windows
                      session host or a name of the hosts file, or
                      ssh://user@host for a Linux host. Without it: this
                      machine.
  /as:DOMAIN\\user     The account for Windows session hosts; user@domain and,
                      for an account of the host itself, user are taken too.
  /password-file:file
                      File that holds its password and that only you can read.
                      Without it: a prompt.
  /password-stdin     Standard input holds its password.
  /encrypt            Refuses session hosts that cannot encrypt. Without it:
                      encrypts with those that can.
  /trace              Prints each message of the network, decoded and without
                      secrets.
  /v                  Says what is done, how long it took and what had to be
                      killed.
  /vm                 The session is one in a virtual machine of the host.
  /grace:seconds      How long the session may take to end by itself before it
                      is killed. Default: 10.
  /json               Prints one JSON document, with everything in full.
  /?                  Shows this help.
  --version           Shows the version.
`,
  )
})

test('the usage of tskill shows what excludes each other, that of msg its message last', () => {
  const usage = (command: CommandName) => helpOf(command, command, enHelp, 400)[2]
  assert.equal(
    usage('tskill'),
    'Usage: tskill {processid | processname} [/server:servername] [/as:DOMAIN\\user] [/password-file:file] [/password-stdin] [/encrypt] [/trace] [/v] [/json] [/id:sessionid | /a]',
  )
  assert.match(usage('msg') ?? '', /\[\/json\] \[message\]$/)
})

test('the help of every command has all of its switches, in both languages, and keeps to the width', () => {
  for (const command of COMMANDS) {
    for (const texts of [enHelp, jaHelp]) {
      for (const columns of [80, 120]) {
        const lines = helpOf(command, command, texts, columns)
        for (const name of GRAMMARS[command].switches) {
          assert.ok(
            lines.some((line) => line.startsWith(`  /${name}`)),
            `${command} /${name}`,
          )
        }
        for (const line of lines.slice(1)) assert.ok(widthOf(line) < columns, line)
      }
    }
  }
})

test('the help of tsctl has every command', async () => {
  const { stdout } = await terminal('tsctl /?')
  for (const words of ['logoff', 'query session', 'reset session', 'qprocess', 'doctor']) {
    assert.match(stdout, new RegExp(`^ {2}tsctl ${words}(?: |$)`, 'm'))
  }
  assert.match((await terminal('tsctl /?', { env: { LANG: 'ja_JP.UTF-8' } })).stdout, /セッション/)
})

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  for (const line of ['logoff --version', 'tsctl --version', 'tsctl logoff --version', 'quser /version']) {
    assert.deepEqual(await terminal(line), { code: 0, stdout: `${version}\n`, stderr: '' })
  }
})

test('every switch and the version stand in the manual page of its command', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  for (const command of COMMANDS) {
    const page = readFileSync(new URL(`../../man/${PAGES[command]}.1`, import.meta.url), 'utf8')
    for (const name of GRAMMARS[command].switches) {
      assert.match(page, new RegExp(`^\\.B /${name}(?![a-z])`, 'm'), `${PAGES[command]}.1 /${name}`)
    }
    assert.ok(page.includes(`"logoff ${version}"`))
  }
})

test('every program has a manual page', () => {
  const { bin, man } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  for (const program of Object.keys(bin)) assert.ok(man.includes(`./man/${program}.1`), program)
  for (const page of man) assert.ok(existsSync(new URL(`../../${page}`, import.meta.url)), page)
})
