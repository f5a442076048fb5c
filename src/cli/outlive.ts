/** Living on when the session ends that this command runs in, until its work is done. */
import { isatty } from 'node:tty'

/** The signals by which a session is asked to end. */
const ENDING = ['SIGTERM', 'SIGHUP'] as const

/** Makes this process ignore them from `begin` on. Where its terminal has gone meanwhile, disposal ends the process. */
export class Outliving implements Disposable {
  #terminals: readonly number[] | null = null

  begin(): void {
    if (this.#terminals) return
    this.#terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor))
    for (const signal of ENDING) process.on(signal, ignore)
  }

  [Symbol.dispose](): void {
    // At its own exit Node restores the modes of its terminals, and aborts with a core dump where that cannot be done.
    if (this.#terminals?.some((descriptor) => !isatty(descriptor))) process.kill(process.pid, 'SIGKILL')
    for (const signal of ENDING) process.off(signal, ignore)
  }
}

function ignore(): void {
  // ignored: what is to be done is done first, and then this process ends by itself
}
