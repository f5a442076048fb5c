/** What the service writes, and to whom. */
import assert from 'node:assert/strict'
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openJournal } from '../../src/service/journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'logoff-journal-'))
const descriptor = openSync(join(folder, 'stream'), 'w')
test.after(() => {
  closeSync(descriptor)
  rmSync(folder, { recursive: true })
})

function written(stream: string | undefined, on = descriptor): string[] {
  const lines: string[] = []
  const journal = openJournal({ write: (line) => void lines.push(line), descriptor: on, stream })
  journal('error', 'broken')
  journal('warning', 'odd')
  journal('notice', 'done')
  journal('info', 'asked')
  return lines
}

test('lines begin with their priority where the journal reads the stream', () => {
  const { dev, ino } = fstatSync(descriptor)
  assert.deepEqual(written(`${dev}:${ino}`), ['<3>broken', '<4>odd', '<5>done', '<6>asked'])
})

test('lines are plain where a person reads the stream, or nobody', () => {
  const plain = ['broken', 'odd', 'done', 'asked']
  assert.deepEqual(written(undefined), plain)
  assert.deepEqual(written('1:2'), plain)
  assert.deepEqual(written('1:2', 9_999), plain)
})
