/** A stream over a file descriptor without Node's stream classes, which take longer to load than the help takes. */
import { writeSync } from 'node:fs'
import type { Sink } from './io.ts'

/** Writes to `descriptor` at once; what a full pipe does not take goes the way of `slow`, Node's own stream. */
export function descriptorSink(descriptor: number, slow: () => Sink): Sink {
  let waiting: Sink | null = null
  return {
    write(data, done) {
      if (waiting) return waiting.write(data, done)
      const bytes = typeof data === 'string' ? Buffer.from(data) : data
      let written = 0
      try {
        while (written < bytes.length) written += writeSync(descriptor, bytes, written)
      } catch (error) {
        if (!(error instanceof Error)) throw error
        if (!('code' in error) || error.code !== 'EAGAIN') return done(error)
        waiting = slow()
        // ignored: what went wrong reaches `done` too
        waiting.on('error', () => {})
        return waiting.write(bytes.subarray(written), done)
      }
      done()
    },
    on() {},
    off() {},
  }
}
