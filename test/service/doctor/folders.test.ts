/** The folders of Samba's pipes, as they must be and as they must not. */
import assert from 'node:assert/strict'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { examineFolders } from '../../../src/service/doctor/folders.ts'

const isRoot = process.getuid?.() === 0
const top = mkdtempSync(join(tmpdir(), 'logoff-folders-'))
const ncalrpc = join(top, 'ncalrpc')
const np = join(ncalrpc, 'np')
test.after(() => rmSync(top, { recursive: true }))

function make(modes: { ncalrpc: number; np: number }): void {
  mkdirSync(np, { recursive: true })
  chmodSync(ncalrpc, modes.ncalrpc)
  chmodSync(np, modes.np)
}

test('folders that are missing are to be made', () => {
  rmSync(ncalrpc, { recursive: true, force: true })
  assert.deepEqual(
    examineFolders(np).map(({ passed, remedy }) => ({ passed, remedy })),
    [
      { passed: false, remedy: { name: 'makeFolder', facts: { path: ncalrpc, mode: '0755' } } },
      { passed: false, remedy: { name: 'makeFolder', facts: { path: np, mode: '0700' } } },
    ],
  )
})

test('folders as Samba demands them pass', { skip: isRoot ? false : 'Needs root, whose they must be' }, () => {
  make({ ncalrpc: 0o755, np: 0o700 })
  assert.deepEqual(examineFolders(np), [
    { check: 'pipeFolder', passed: true, figure: `${ncalrpc} 0755`, remedy: undefined },
    { check: 'pipeFolder', passed: true, figure: `${np} 0700`, remedy: undefined },
  ])
})

test('a pipe folder that others may enter is to be closed', { skip: isRoot ? false : 'Needs root' }, () => {
  make({ ncalrpc: 0o755, np: 0o755 })
  const [, found] = examineFolders(np)
  assert.equal(found?.figure, `${np} 0755`)
  assert.deepEqual(found?.remedy, { name: 'setMode', facts: { path: np, mode: '0700' } })
})

test('a folder of another is to be given to root', { skip: isRoot ? false : 'Needs root' }, () => {
  make({ ncalrpc: 0o755, np: 0o700 })
  chownSync(np, 65_534, 65_534)
  assert.deepEqual(examineFolders(np)[1]?.remedy, { name: 'setOwner', facts: { path: np } })
  chownSync(np, 0, 0)
})

test('a file in the place of a folder is no folder', () => {
  rmSync(ncalrpc, { recursive: true, force: true })
  writeFileSync(ncalrpc, '')
  assert.equal(examineFolders(np)[0]?.remedy?.name, 'makeFolder')
  rmSync(ncalrpc)
})
