/** Measures the service behind Samba in one run: requests on its pipe, lists over the network, 1,000 log-offs, at rest. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { bootServeHost, type ServeHost } from '../../test/live/serve/host.ts'
import { type Footprint, footprint, processorShare } from './footprint.ts'
import { figureLine } from './lines.ts'
import { onThePipe } from './on-the-pipe.ts'
import { listings, logOffsInARow } from './over-the-network.ts'

/** Where the host has that Node. */
const FOLDER = '/opt/bench'
const IDLE_SECONDS = 30
const LOGOFFS = 1000
const IDLE_MB = 60
/** What the figures of a kernel that counts in ticks cannot tell from nothing. */
const IDLE_PERCENT = 0.5

await using host = await bootServeHost('xrdp010')
await ownNode(host)
const rest = async (when: string) => {
  const share = await processorShare(host, IDLE_SECONDS)
  const { pss, pssWithHelpers, helpers } = footprint(host)
  const beside = `${pssWithHelpers.toFixed(1)} MB with ${helpers} helpers`
  console.log(figureLine({ what: `memory at rest, ${when}`, value: pss, most: IDLE_MB, unit: 'MB', beside }))
  console.log(figureLine({ what: `processor at rest, ${when}`, value: share, most: IDLE_PERCENT, unit: '%' }))
}
await rest('just started')
for await (const figure of onThePipe(host)) console.log(figureLine(figure))
for await (const [done, taken] of logOffsInARow(host, LOGOFFS)) console.log(logoffLine(done, taken))
await rest('after them')
for await (const figure of listings(host)) console.log(figureLine(figure))

/** Gives the service a Node of its own: memory that it shared with other processes of this machine would count less. */
async function ownNode(on: ServeHost): Promise<void> {
  mkdirSync(on.peer.path(FOLDER))
  copyFileSync(process.execPath, on.peer.path(`${FOLDER}/node`))
  const path = `${FOLDER}:/usr/local/bin:/usr/sbin:/usr/bin`
  await on.write('/etc/systemd/system/logoff-serve.service.d/node.conf', `[Service]\nEnvironment=PATH=${path}\n`)
  await on.shell('systemctl daemon-reload; systemctl restart logoff-serve')
  await on.whenServing()
}

function logoffLine(done: number, { pss, pssWithHelpers, descriptors, helpers }: Footprint): string {
  const memory = `${pss.toFixed(1)} MB, ${pssWithHelpers.toFixed(1)} MB with ${helpers} helpers`
  return `after ${String(done).padStart(4)} log-offs in a row: ${memory}, ${descriptors} descriptors`
}
