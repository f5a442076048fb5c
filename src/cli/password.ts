/** Passwords from where others cannot see them: a file of the user's own, standard input, a prompt without echo. */
import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Call } from './command.ts'
import { Interrupted } from './interrupted.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage.ts'

/** Read by the group or by others. */
const EXPOSED = 0o044

/**
 * The password in a file, without one newline at its end.
 * @throws UsageError passwordUnreadable, passwordExposed
 */
export async function readPasswordFile(file: string): Promise<string> {
  try {
    return withoutNewline(statSync(file).isFile() ? readAtOnce(file) : await readAsItComes(file))
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    throw new UsageError('passwordUnreadable', { file, reason: String(error.code) })
  }
}

function readAtOnce(file: string): string {
  const descriptor = openSync(file, 'r')
  try {
    assertHidden(file, fstatSync(descriptor))
    return readFileSync(descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}

/** From a pipe, whose writer may take its time. */
async function readAsItComes(file: string): Promise<string> {
  await using handle = await open(file)
  assertHidden(file, await handle.stat())
  return await handle.readFile('utf8')
}

/** Windows keeps rights elsewhere, and Node's mode says nothing of them. */
function assertHidden(file: string, { mode }: { readonly mode: number }): void {
  if (process.platform !== 'win32' && (mode & EXPOSED) !== 0) throw new UsageError('passwordExposed', { file })
}

/** The password on standard input, without one newline at its end. */
export async function readPasswordStdin({ stdin }: Io): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  return withoutNewline(Buffer.concat(chunks).toString('utf8'))
}

/**
 * Asks for the password on the terminal, without echo.
 * @throws Interrupted
 */
export async function askPassword({ io, texts }: Call, account: string): Promise<string> {
  const { password, isCancel } = await import('./prompt.ts')
  const signal = io.signal
  const message = texts.password(account)
  const answer = await password({ message, mask: '', output: process.stderr, ...(signal && { signal }) })
  // The terminal is in raw mode, where CTRL-C is a key like any other.
  if (isCancel(answer)) throw new Interrupted()
  return answer
}

function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '')
}
