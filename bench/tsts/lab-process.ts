/** Practice hosts in a process of their own, until standard input ends. Prints where they are and one account. */
import { openNetworkLab } from '../../src/host/lab/network.ts'

const [hosts, sessions] = process.argv.slice(2).map(Number)
await using lab = await openNetworkLab({ hosts, sessions, processes: false })
const [administrator] = lab.users
process.stdout.write(`${JSON.stringify({ hosts: lab.hosts, ...administrator })}\n`)
for await (const _ of process.stdin);
