/** Shows the commands at work on a practice host inside this process, and checks that each did what it should. */
import { run } from '../src/cli/run.ts'
import type { LabMessage } from '../src/host/lab/events.ts'
import { type Lab, openLab } from '../src/host/lab/lab.ts'
import { findProcess } from '../src/linux/processes.ts'
import type { Process } from '../src/session/process.ts'
import { box } from './box.ts'

const SERVER = '/server:Server1'
const WARNING = 'Please save your work; you will be logged off.'

interface Step {
  readonly line: readonly [program: string, ...args: string[]]
  readonly code: number
}

const BEFORE: readonly Step[] = [
  { line: ['query', 'session', SERVER], code: 0 },
  { line: ['query', 'process', 'TERM04', SERVER], code: 0 },
  { line: ['msg', 'TERM04', SERVER, WARNING], code: 0 },
]

const AFTER: readonly Step[] = [
  { line: ['logoff', 'TERM04', SERVER, '/v'], code: 0 },
  { line: ['query', 'session', SERVER], code: 0 },
  { line: ['query', 'process', '/id:4', SERVER], code: 1 },
  { line: ['logoff', '12', SERVER], code: 0 },
  { line: ['logoff', 'console', SERVER], code: 1 },
]

process.exitCode = await demonstrate()

async function demonstrate(): Promise<number> {
  if (process.platform !== 'linux') {
    console.error('The practice host runs real processes on Linux; run this on a Linux machine')
    return 1
  }
  await using lab = await openLab()
  const host = lab.host('Server1')
  const shown: LabMessage[] = []
  host.events.on('message', (message) => {
    shown.push(message)
    console.log(box(`On the screen of ${message.session.user}`, message.message))
  })
  const surprises = await play(lab, BEFORE)
  if (shown.length !== 1) surprises.push('the message did not come up')
  const doomed = (await host.processes()).filter(({ sessionId }) => sessionId === '4' || sessionId === '12')
  surprises.push(...(await play(lab, AFTER)), ...stillThere(doomed))
  const left = (await host.list()).map(({ id }) => id)
  if (left.includes('4') || left.includes('12')) surprises.push('a session is still listed')
  if (!left.includes('1')) surprises.push('the console session is gone')
  return conclude(doomed, surprises)
}

async function play(lab: Lab, steps: readonly Step[]): Promise<string[]> {
  const surprises: string[] = []
  for (const { line, code } of steps) {
    console.log(`\n$ ${line.map(quoted).join(' ')}`)
    const got = await runLine(lab, line)
    if (got !== code) surprises.push(`"${line.join(' ')}" ended with ${got} instead of ${code}`)
  }
  return surprises
}

function runLine(lab: Lab, [program, ...args]: Step['line']): Promise<number> {
  const { stdin, stdout, stderr, env } = process
  return run(program, args, {
    ...{ stdin, stdout, stderr, columns: stdout.columns ?? 80 },
    env: { ...env, LOGOFF_HOSTS: '/dev/null' },
    open: async ({ name }) => lab.host(name),
  })
}

function quoted(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word
}

function stillThere(processes: readonly Process[]): string[] {
  const running = processes.filter(({ pid }) => findProcess(pid) !== null)
  return running.map(({ pid, name }) => `process ${pid} (${name}) still runs`)
}

function conclude(doomed: readonly Process[], surprises: readonly string[]): number {
  if (surprises.length > 0) {
    console.error(`\nNot as expected: ${surprises.join('; ')}`)
    return 1
  }
  const names = doomed.map(({ pid, name }) => `${pid} (${name})`).join(', ')
  console.log(`\nThe ${doomed.length} processes of sessions 4 and 12 are gone: ${names}`)
  console.log('The console session was refused, and goes on.')
  return 0
}
