/** A session without processes, for fleets too large to have any; it ends as soon as it is asked to. */
import type { RunningProcess } from '../../linux/processes.ts'

export class QuietTree implements AsyncDisposable {
  readonly closed: Promise<void>
  #close = () => {}

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#close = resolve
    })
  }

  processes(): RunningProcess[] {
    return []
  }

  signal(): void {
    this.#close()
  }

  kill(): void {
    this.#close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close()
  }
}
