/** polkit's own agent on this terminal, which asks for the password that polkit wants. pkttyagent(1). */
import { type ChildProcess, spawn } from 'node:child_process'
import { Readable } from 'node:stream'

/** Starts the agent when it is first needed; it ends with the host that is open. */
export class PolkitAgent implements Disposable {
  #ready: Promise<void> | undefined
  #child: ChildProcess | undefined

  /** Resolves once polkit knows the agent; where none is installed, at once. */
  start(): Promise<void> {
    this.#ready ??= new Promise((resolve) => {
      // It closes the descriptor once it is registered, and leaves the asking to an agent of the desktop where one is.
      const child = spawn('pkttyagent', ['--notify-fd', '3', '--fallback'], {
        stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
      })
      this.#child = child
      child.once('error', () => resolve()) // ignored: polkit then refuses, and says so
      child.once('exit', () => resolve())
      const notice = child.stdio[3]
      if (notice instanceof Readable) notice.once('close', resolve).resume()
      child.unref()
    })
    return this.#ready
  }

  [Symbol.dispose](): void {
    this.#child?.kill()
  }
}
