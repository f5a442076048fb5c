/** org.freedesktop.systemd1, verbatim: where a unit's processes are. org.freedesktop.systemd1(5). */
import type { CallOptions } from '../../session/host.ts'
import type { Bus } from './bus.ts'
import { escapeLabel } from './login1.ts'
import { itemsOf, textAnswer, textsOf } from './values.ts'

const SYSTEMD1 = 'org.freedesktop.systemd1'
const PATH = '/org/freedesktop/systemd1'

/** A line of GetUnitProcesses: `(sus)`. */
export interface UnitProcess {
  readonly cgroup: string
  readonly pid: number
  readonly command: string
}

/** The manager object, each method by its own name. */
export class Systemd1 {
  readonly #bus: Bus
  readonly #host: string

  constructor(bus: Bus, host: string) {
    this.#bus = bus
    this.#host = host
  }

  async GetUnitProcesses(name: string, { signal }: CallOptions): Promise<UnitProcess[]> {
    const manager = { destination: SYSTEMD1, path: PATH, interface: `${SYSTEMD1}.Manager` }
    const call = { ...manager, member: 'GetUnitProcesses', signature: 's', body: [name] }
    const [lines] = await this.#bus.call(call, { signal })
    return itemsOf(lines).map((line) => {
      const [cgroup = '', pid = '', command = ''] = textsOf(line)
      return { cgroup, pid: Number(pid), command }
    })
  }

  /** The control group of a scope or service, '' where it has none. */
  async ControlGroup(name: string, options: CallOptions): Promise<string> {
    const type = name.endsWith('.scope') ? 'Scope' : 'Service'
    return this.#property(`${PATH}/unit/${escapeLabel(name)}`, `${SYSTEMD1}.${type}`, 'ControlGroup', options)
  }

  /** The version of systemd, "252.39-1~deb12u1". */
  Version(options: CallOptions): Promise<string> {
    return this.#property(PATH, `${SYSTEMD1}.Manager`, 'Version', options)
  }

  async #property(path: string, type: string, name: string, { signal }: CallOptions): Promise<string> {
    const properties = { destination: SYSTEMD1, path, interface: 'org.freedesktop.DBus.Properties' }
    const call = { ...properties, member: 'Get', signature: 'ss', body: [type, name] }
    return textAnswer(this.#host, 'Get', await this.#bus.call(call, { signal }))
  }
}
