/** Says why a command could not be carried out at all. */
import { HostsFileError } from '../farm/hosts.ts'
import { Interrupted } from './interrupted.ts'
import type { Io } from './io.ts'
import { isOutputError, type Output } from './output.ts'
import { textsFor } from './text/language.ts'
import { isUsageError, sayUsage } from './usage.ts'

const FAILURE = 1
const WRONG_COMMAND_LINE = 2
const INTERRUPTED = 130

/** Writes one sentence about `error`, and with NODE_DEBUG=logoff where it came from; answers the exit code. */
export async function complain(error: unknown, io: Io, stderr: Output): Promise<number> {
  if (io.signal?.aborted || error instanceof Interrupted) return INTERRUPTED
  const texts = await textsFor(io.env)
  if (isUsageError(error)) {
    await stderr.lines(sayUsage(texts.usage, error))
    return WRONG_COMMAND_LINE
  }
  if (error instanceof HostsFileError) {
    await stderr.lines(texts.hostsFile(error.file, error.fault))
    return WRONG_COMMAND_LINE
  }
  if (isOutputError(error)) {
    await stderr.lines(texts.unwritable(error.message))
    return FAILURE
  }
  await stderr.lines(texts.internal(error instanceof Error ? error.message : String(error)))
  if (wantsStack(io) && error instanceof Error) await stderr.lines(...(error.stack ?? '').split('\n'))
  return FAILURE
}

function wantsStack({ env }: Io): boolean {
  return (env.NODE_DEBUG ?? '').toLowerCase().split(',').includes('logoff')
}
