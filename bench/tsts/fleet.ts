/** Session 12 logged off on many hosts in one call, as `logoff 12 /server:@all` does it. Prints what that cost. */
import { text } from 'node:stream/consumers'
import { onEach } from '../../src/farm/fan-out.ts'
import { credentialOf } from '../../src/host/credential.ts'
import { open } from '../../src/host/open.ts'
import { selectSession } from '../../src/session/select.ts'

export interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
  /** At its highest, in MB. */
  readonly memory: number
  /** Hosts on which the session was not logged off. */
  readonly failures: readonly string[]
}

const { account, password, hosts } = JSON.parse(await text(process.stdin))
using credential = credentialOf(account, password)
const targets = hosts.map((host: object) => ({ ...host, transport: 'tsts', account: null, passwordFile: null }))
const started = performance.now()
const before = process.cpuUsage()
const answers = await onEach(
  targets,
  open,
  async (host) => host.logoff(selectSession(host.name, await host.list({ brief: true, about: '12' }), '12')),
  { logOn: async () => credential },
)
const { user, system } = process.cpuUsage(before)
const cost: Cost = {
  wallMs: performance.now() - started,
  cpuMs: (user + system) / 1000,
  memory: process.resourceUsage().maxRSS / 1024,
  failures: answers.flatMap(({ target, value, error }) =>
    value?.outcome === 'loggedOff' ? [] : [`${target.name}: ${(error ?? value?.error)?.message ?? value?.outcome}`],
  ),
}
process.stdout.write(JSON.stringify(cost))
