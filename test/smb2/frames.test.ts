/** Framing, whatever pieces the stream comes in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FrameReader, frame } from '../../src/smb2/frames.ts'

test('FrameReader gives the messages of a stream that arrives in any pieces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 300 })),
      fc.array(fc.integer({ min: 1, max: 50 })),
      (messages, cuts) => {
        const stream = Buffer.concat(messages.map(frame))
        const reader = new FrameReader()
        const found: Uint8Array[] = []
        for (let at = 0, i = 0; at < stream.length; i++) {
          const length = cuts[i % cuts.length] ?? stream.length
          found.push(...reader.push(stream.subarray(at, at + length)))
          at += length
        }
        assert.deepEqual(
          found.map((each) => Buffer.from(each)),
          messages.map((each) => Buffer.from(each)),
        )
      },
    ),
  )
})

test('FrameReader refuses what does not begin with a zero byte, as soon as it begins', () => {
  assert.throws(() => new FrameReader().push(Buffer.from('S')), { name: 'Smb2Error', reason: 'notSmb' })
})

test('FrameReader refuses a length that no message has, before anything is kept for it', () => {
  assert.throws(() => new FrameReader().push(Uint8Array.of(0, 0xff, 0xff, 0xff)), { reason: 'notSmb' })
})
