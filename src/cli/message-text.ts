/** The text of a message: from the command line, from a person at a terminal, or from standard input. */
import type { Call } from './command.ts'
import { UsageError } from './usage.ts'

/**
 * The text: the words, or what standard input holds up to its end.
 * @throws UsageError messageEmpty
 */
export async function messageText(call: Call, words: readonly string[]): Promise<string> {
  const text = words.length > 0 ? words.join(' ') : await read(call)
  const trimmed = text.replace(/[\r\n]+$/, '')
  if (trimmed.trim() === '') throw new UsageError('messageEmpty', {})
  return trimmed
}

async function read({ io, texts, stderr }: Call): Promise<string> {
  const { stdin, signal } = io
  if (stdin.isTTY) await stderr.lines(texts.message.prompt)
  signal?.throwIfAborted()
  const abort = () => stdin.destroy()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const chunks: Buffer[] = []
    for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
