/** Who descends from whom. */

interface Node {
  readonly pid: number
  readonly parent: number
}

/** Parents and children of one look; a process whose parent is missing stands by itself. */
export class ProcessTree<P extends Node> {
  readonly #byPid: ReadonlyMap<number, P>
  readonly #children = new Map<number, P[]>()

  constructor(processes: readonly P[]) {
    this.#byPid = new Map(processes.map((process) => [process.pid, process]))
    for (const process of processes) {
      const siblings = this.#children.get(process.parent)
      if (siblings) siblings.push(process)
      else this.#children.set(process.parent, [process])
    }
  }

  get(pid: number): P | undefined {
    return this.#byPid.get(pid)
  }

  childrenOf(pid: number): readonly P[] {
    return this.#children.get(pid) ?? []
  }

  /** Everything below `pid`, without itself. */
  descendantsOf(pid: number): P[] {
    return this.childrenOf(pid).flatMap((child) => [child, ...this.descendantsOf(child.pid)])
  }

  /** Everything above `pid`, the nearest first. */
  ancestorsOf(pid: number): P[] {
    const parent = this.#byPid.get(this.#byPid.get(pid)?.parent ?? 0)
    return parent ? [parent, ...this.ancestorsOf(parent.pid)] : []
  }
}
