/** Lets the process end although a native call has been given up that still runs. */
import { bind } from './native.ts'

/**
 * Node ends a process only when its threads have ended, and a thread in a native call cannot be interrupted: an answer to
 * a message may take a minute. Where the process comes to its end before `ended`, Windows is asked to end it at once.
 */
export async function leaveWithout(ended: Promise<void>): Promise<void> {
  const { kernel32 } = bind(await import('koffi'))
  const leave = (code: number) => kernel32.TerminateProcess(kernel32.GetCurrentProcess(), code)
  process.once('exit', leave)
  ended.then(() => process.off('exit', leave))
}
