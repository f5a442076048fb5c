/** Living on when the session ends that this command runs in, until its work is done. */

/** The signals by which a session is asked to end. */
const ENDING = ['SIGTERM', 'SIGHUP'] as const

/** Makes this process ignore them from `begin` on. */
export class Outliving implements Disposable {
  #begun = false

  begin(): void {
    if (this.#begun) return
    this.#begun = true
    for (const signal of ENDING) process.on(signal, ignore)
  }

  [Symbol.dispose](): void {
    for (const signal of ENDING) process.off(signal, ignore)
  }
}

function ignore(): void {
  // ignored: what is to be done is done first, and then this process ends by itself
}
