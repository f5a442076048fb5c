/** tsctl lab [-- command]: practice hosts on the network, until they are interrupted or the command has ended. */
import type { NetworkLab } from '../../host/lab/network.ts'
import type { Call, Command } from '../command.ts'
import { faultOf } from '../fault.ts'
import { writeLabFiles } from '../lab-files.ts'
import { runInLab } from '../lab-run.ts'
import { padEnd, widthOf } from '../width.ts'

export const lab: Command = async (call) => {
  const { switches, operands } = call.parsed
  const fault = faultOf(switches.get('fault'))
  const { openNetworkLab } = await import('../../host/lab/network.ts')
  await using practice = await openNetworkLab({
    ...{ hosts: countOf(switches.get('hosts')), sessions: countOf(switches.get('sessions')), fault },
    processes: !switches.has('processes'),
  })
  await using files = await writeLabFiles(practice)
  if (operands.length > 0) return await runInLab(operands, files.hosts)
  await introduce(call, practice, files.hosts)
  return await untilInterrupted(call, practice)
}

function countOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

async function introduce({ stdout, texts }: Call, { hosts, users }: NetworkLab, hostsFile: string): Promise<void> {
  const rows = [
    ...hosts.map(({ name, address }) => [name, address]),
    [],
    ...users.map(({ account, password, role }) => [account, password, texts.lab.roles[role]]),
  ]
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  await stdout.lines(texts.lab.started(hosts.length), '', ...lines, '', texts.lab.elsewhere)
  await stdout.lines(
    `  export LOGOFF_HOSTS=${hostsFile}`,
    '  query session /server:Server1',
    '  logoff 12 /server:Server1 /v',
    '',
  )
}

/** Shows what comes up on the screens meanwhile. */
async function untilInterrupted({ io, stdout, texts }: Call, { events }: NetworkLab): Promise<number> {
  events.on('message', ({ session, message }) => {
    void stdout.lines(texts.lab.message(session.host, session.id, session.user, message.text))
  })
  const over = new AbortController()
  const end = () => over.abort()
  const hold = setInterval(() => {}, 2 ** 30)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, end)
  io.signal?.addEventListener('abort', end, { once: true })
  await new Promise<void>((resolve) => {
    over.signal.addEventListener('abort', () => resolve(), { once: true })
    if (io.signal?.aborted) resolve()
  })
  clearInterval(hold)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, end)
  io.signal?.throwIfAborted()
  return 0
}
