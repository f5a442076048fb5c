/** Runs one of the programs: from its arguments to its exit code. */
import { GRAMMARS } from './grammar.ts'
import { familyHelp, helpOf } from './help.ts'
import type { Io } from './io.ts'
import { Output } from './output.ts'
import { requestOf } from './programs.ts'
import { parse } from './syntax.ts'
import { helpTextsFor } from './text/locale.ts'

/** Runs `program` with `args`; answers its exit code. */
export async function run(program: string, args: readonly string[], io: Io): Promise<number> {
  const stdout = new Output(io.stdout)
  const stderr = new Output(io.stderr)
  try {
    return await answer(program, args, io, { stdout, stderr })
  } catch (error) {
    const { complain } = await import('./work.ts')
    return await complain(error, io, stderr)
  } finally {
    stdout.release()
    stderr.release()
  }
}

interface Outputs {
  readonly stdout: Output
  readonly stderr: Output
}

async function answer(program: string, args: readonly string[], io: Io, outputs: Outputs): Promise<number> {
  const { stdout } = outputs
  const request = requestOf(program, args)
  if (request.kind === 'version') return await version(stdout)
  if (request.kind === 'family') {
    const texts = await helpTextsFor(io.env)
    await stdout.lines(...familyHelp(request.spelled, request.lines, texts, io.columns))
    return 0
  }
  const { command, spelled } = request
  const parsed = parse(GRAMMARS[command], request.args, spelled)
  if (parsed === 'version') return await version(stdout)
  if (parsed === 'help') {
    await stdout.lines(...helpOf(spelled, command, await helpTextsFor(io.env), io.columns))
    return 0
  }
  const { execute } = await import('./work.ts')
  return await execute(command, { parsed, io, ...outputs })
}

async function version(stdout: Output): Promise<number> {
  const { VERSION } = await import('./work.ts')
  await stdout.lines(VERSION)
  return 0
}
