/** Practice hosts in a process of their own: prints the path of their hosts file, and ends with its standard input. */
import { writeLabFiles } from '../../../src/cli/lab-files.ts'
import { openNetworkLab } from '../../../src/host/lab/network.ts'

const [hosts = 0, silent = 0, refusing = 0] = process.argv.slice(2).map(Number)

function fault(index: number) {
  if (index < silent) return { fault: 'silent' } as const
  return index < silent + refusing ? ({ fault: 'denied' } as const) : null
}

await using lab = await openNetworkLab({ hosts, processes: false, fault })
await using files = await writeLabFiles(lab)
process.stdout.write(`${files.hosts}\n`)
for await (const _ of process.stdin);
