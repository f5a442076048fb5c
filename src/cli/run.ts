/** Runs one of the programs: from its arguments to its exit code. */
import { GRAMMARS } from './grammar.ts'
import { familyHelp, helpOf } from './help.ts'
import type { Io } from './io.ts'
import { Output } from './output.ts'
import { requestOf } from './programs.ts'
import { parse } from './syntax.ts'
import type { Texts } from './text/catalogue.ts'
import { textsFor } from './text/language.ts'
import { UsageError } from './usage.ts'

const FAILURE = 1
const WRONG_COMMAND_LINE = 2
const INTERRUPTED = 130

/** Runs `program` with `args`; answers its exit code. */
export async function run(program: string, args: readonly string[], io: Io): Promise<number> {
  const stdout = new Output(io.stdout)
  const stderr = new Output(io.stderr)
  const texts = await textsFor(io.env)
  try {
    return await answer(program, args, io, { texts, stdout, stderr })
  } catch (error) {
    if (io.signal?.aborted) return INTERRUPTED
    if (error instanceof UsageError) {
      await stderr.lines(error.say(texts.usage))
      return WRONG_COMMAND_LINE
    }
    await stderr.lines(texts.internal(error instanceof Error ? error.message : String(error)))
    if (wantsStacks(io) && error instanceof Error) await stderr.lines(...(error.stack ?? '').split('\n'))
    return FAILURE
  } finally {
    stdout.release()
    stderr.release()
  }
}

interface Speaker {
  readonly texts: Texts
  readonly stdout: Output
  readonly stderr: Output
}

async function answer(program: string, args: readonly string[], io: Io, speaker: Speaker): Promise<number> {
  const { texts, stdout } = speaker
  const request = requestOf(program, args)
  if (request.kind === 'version') return await version(stdout)
  if (request.kind === 'family') {
    await stdout.lines(...familyHelp(request.spelled, request.lines, texts.help, io.columns))
    return 0
  }
  const { command, spelled } = request
  const parsed = parse(GRAMMARS[command], request.args, spelled)
  if (parsed === 'version') return await version(stdout)
  if (parsed === 'help') {
    await stdout.lines(...helpOf(spelled, command, texts.help, io.columns))
    return 0
  }
  const { execute } = await import('./execute.ts')
  return await execute(command, { parsed, io, ...speaker })
}

async function version(stdout: Output): Promise<number> {
  const { VERSION } = await import('./version.ts')
  await stdout.lines(VERSION)
  return 0
}

function wantsStacks(io: Io): boolean {
  return (io.env.NODE_DEBUG ?? '').toLowerCase().split(',').includes('logoff')
}
