/** The long run: a million mutations of every kind of message, or as many as `--count` says, of kinds named like `--kind`. */
import { parseArgs } from 'node:util'
import { fuzz } from './kind.ts'
import { allKinds } from './kinds.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() >>> 0) },
    kind: { type: 'string', default: '' },
  },
})
const count = Number(values.count)
const seed = Number(values.seed)

for (const kind of await allKinds()) {
  if (!kind.name.includes(values.kind)) continue
  const start = performance.now()
  await fuzz(kind, seed, count)
  const seconds = (performance.now() - start) / 1000
  process.stdout.write(`${kind.name}: ${count} mutations, seed ${seed}, ${seconds.toFixed(1)} s\n`)
}
