/** tsctl serve: this machine as a session host behind Samba, until it is asked to stop. */
import { LogoffError } from '../../errors.ts'
import { isNotReady, sayNotReady } from '../../service/not-ready.ts'
import type { Call, Command } from '../command.ts'
import { failureLine } from '../report.ts'
import { ServiceSignals } from '../service-signals.ts'

/** Serves until SIGTERM or an interrupt, and reads its file again at SIGHUP. */
export const serve: Command = async (call) => {
  const { io, stderr } = call
  using signals = new ServiceSignals(io.signal)
  try {
    const { openService } = await import('../../service/serve.ts')
    await using service = await openService({
      env: io.env,
      // ignored: a log that cannot be written must not end the service
      write: (line) => void stderr.lines(line).catch(() => {}),
      signal: signals.stop,
    })
    for await (const _ of signals.reloads()) await service.reload()
  } catch (error) {
    if (!signals.stop.aborted) {
      await stderr.lines(sentenceFor(call, error))
      return 1
    }
  }
  io.signal?.throwIfAborted()
  return 0
}

/** Why it could not begin. @throws what is no reason that somebody can act on */
function sentenceFor(call: Call, error: unknown): string {
  if (isNotReady(error)) return sayNotReady(call.texts.serve, error)
  if (error instanceof LogoffError) return failureLine(call, error)
  throw error
}
