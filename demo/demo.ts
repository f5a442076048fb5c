/** Shows the commands at work on practice hosts, over the network, and checks that each did what it should. */
import { writeLabFiles } from '../src/cli/lab-files.ts'
import { run } from '../src/cli/run.ts'
import type { Open } from '../src/farm/fan-out.ts'
import { targetsOf } from '../src/farm/targets.ts'
import { credentialOf } from '../src/host/credential.ts'
import type { LabMessage } from '../src/host/lab/events.ts'
import { type NetworkLab, openNetworkLab } from '../src/host/lab/network.ts'
import { open } from '../src/host/open.ts'
import { findProcess } from '../src/linux/processes.ts'
import type { SessionHost } from '../src/session/host.ts'
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
  { line: ['logoff', '12'], code: 0 },
  { line: ['logoff', 'console', SERVER], code: 1 },
]

process.exitCode = await demonstrate()

async function demonstrate(): Promise<number> {
  if (process.platform !== 'linux') {
    console.error('The practice host runs real processes on Linux; run this on a Linux machine')
    return 1
  }
  await using lab = await openNetworkLab()
  await using files = await writeLabFiles(lab)
  const stage = { env: { ...process.env, LOGOFF_HOSTS: files.hosts }, open: opener(lab) }
  await using host = await openServer1(stage)
  const shown: LabMessage[] = []
  lab.events.on('message', (message) => {
    shown.push(message)
    console.log(box(`On the screen of ${message.session.user}`, message.message))
  })
  const surprises = await play(stage, BEFORE)
  if (shown.length !== 1) surprises.push('the message did not come up')
  const doomed = (await host.processes()).filter(({ sessionId }) => sessionId === '4' || sessionId === '12')
  surprises.push(...(await play(stage, AFTER)), ...stillThere(doomed))
  const left = (await host.list()).map(({ id }) => id)
  if (left.includes('4') || left.includes('12')) surprises.push('a session is still listed')
  if (!left.includes('1')) surprises.push('the console session is gone')
  return conclude(doomed, surprises)
}

/** What the commands are run with. */
interface Stage {
  readonly env: NodeJS.ProcessEnv
  readonly open: Open
}

/** Where no server is named, Server1 stands for this machine. */
function opener({ hosts, users }: NetworkLab): Open {
  const { account, password } = users.find(({ role }) => role === 'administrator')!
  const logOn = async () => credentialOf(account, password)
  const server1 = { name: 'Server1', transport: 'tsts', address: hosts[0]!.address } as const
  return (target, options) => {
    const meant = target.transport === 'local' ? { ...server1, account, passwordFile: null } : target
    return open(meant, { logOn, ...options })
  }
}

async function openServer1({ env, open }: Stage): Promise<SessionHost> {
  const [target] = await targetsOf(['Server1'], env)
  return await open(target!, {})
}

async function play(stage: Stage, steps: readonly Step[]): Promise<string[]> {
  const surprises: string[] = []
  for (const { line, code } of steps) {
    console.log(`\n$ ${line.map(quoted).join(' ')}`)
    const [program, ...args] = line
    const { stdin, stdout, stderr } = process
    const got = await run(program, args, { ...stage, stdin, stdout, stderr, columns: stdout.columns ?? 80 })
    if (got !== code) surprises.push(`"${line.join(' ')}" ended with ${got} instead of ${code}`)
  }
  return surprises
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
