/** The mark that keeps a field out of traces. */
import type { Codec } from './codec.ts'
import type { Reader } from './reader.ts'

/** The same field; `explain` shows where it lies and never what it holds. */
export function secret<T>(codec: Codec<T>): Codec<T> {
  return {
    ...codec,
    align: codec.align,
    hasTail: codec.hasTail,
    writeHead: (w, value, siblings) => codec.writeHead(w, value, siblings),
    writeTail: (w, value, head, siblings) => codec.writeTail(w, value, head, siblings),
    readHead: (r, siblings) => hidden(r, () => codec.readHead(r, siblings)),
    readTail: (r, head, siblings) => hidden(r, () => codec.readTail(r, head, siblings)),
  }
}

function hidden<R>(r: Reader, run: () => R): R {
  if (r.trace === null) return run()
  r.trace.hide()
  return run()
}
