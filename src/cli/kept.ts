/** What V8 made of a bundle, kept in the user's own cache for the next time. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'

/** So many files are kept: more than two releases of all bundles. */
const MOST_FILES = 32

/** Code that was kept. */
export interface Kept {
  readonly code: Uint8Array
  /** How often it was kept before, at most 255. */
  readonly renewals: number
}

/** Where code may be kept; null where that is unknown or unwanted. Node's own switch for its compile cache counts. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env.NODE_DISABLE_COMPILE_CACHE) return null
  if (process.platform === 'win32') return env.LOCALAPPDATA ? join(env.LOCALAPPDATA, 'logoff', 'Cache') : null
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'logoff')
  return env.HOME && isAbsolute(env.HOME) ? join(env.HOME, '.cache', 'logoff') : null
}

/** The code kept in `file` for exactly this bundle; null where there is none, or where another user may have put it. */
export function readKept(file: string, bundle: Uint8Array): Kept | null {
  try {
    // Into a folder of theirs others could move a file of ours whose content they chose.
    return isOwn(lstatSync(dirname(file))) ? readOwn(file, bundle) : null
  } catch {
    // ignored: it is made anew
    return null
  }
}

/** Keeps what `make` gives for a bundle: whole or not at all, and in no folder that others may change. */
export function keep(file: string, bundle: Uint8Array, make: () => Kept): void {
  try {
    const folder = dirname(file)
    if (!isOurs(dirname(folder))) return
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!isOwn(lstatSync(folder))) return
    writeWhole(file, () => partsOf(bundle, make()))
    tidy(folder)
  } catch {
    // ignored: the disk may be full or the folder not ours to write to, and it is only slower without
  }
}

/**
 * V8 trusts the code that it is given, and a disk may not be trusted: kept twice, it is compared sooner than summed. It
 * stands first, since V8 copies what is not aligned.
 */
function partsOf(bundle: Uint8Array, { code, renewals }: Kept): Uint8Array[] {
  return [code, code, bundle, Uint8Array.of(renewals)]
}

/** Makes the parts only once there is a file to write them to. */
function writeWhole(file: string, parts: () => Uint8Array[]): void {
  const growing = `${file}.${process.pid}`
  const descriptor = openSync(growing, 'wx', 0o600)
  try {
    for (const part of parts()) writeAll(descriptor, part)
    renameSync(growing, file)
  } catch (error) {
    rmSync(growing, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Removes what was written longest ago: what earlier releases left, and what was never finished. */
function tidy(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.includes('.js-'))
  const files = names.map((name) => join(folder, name))
  if (files.length <= MOST_FILES) return
  const dated = files.map((file) => ({ file, written: lstatSync(file).mtimeMs }))
  for (const { file } of dated.sort((a, b) => b.written - a.written).slice(MOST_FILES)) rmSync(file, { force: true })
}

/** Whether a folder, or the one in which it would be made, is the user's: root's under sudo may be another's home. */
function isOurs(folder: string): boolean {
  if (process.platform === 'win32') return true
  const { uid } = statSync(folder, { throwIfNoEntry: false }) ?? statSync(dirname(folder))
  return uid === process.geteuid?.()
}

function readOwn(file: string, bundle: Uint8Array): Kept | null {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const stats = fstatSync(descriptor)
    const length = (stats.size - bundle.length - 1) / 2
    if (!stats.isFile() || !isOwn(stats) || !Number.isInteger(length) || length <= 0) return null
    const code = Buffer.allocUnsafeSlow(length)
    const renewals = Buffer.alloc(1)
    if (readSync(descriptor, code) !== length || !continues(descriptor, code) || !continues(descriptor, bundle))
      return null
    return readSync(descriptor, renewals) === 1 ? { code, renewals: renewals[0]! } : null
  } finally {
    closeSync(descriptor)
  }
}

/** Whether a file goes on with these bytes; to read all of them at once would take as much memory once more. */
function continues(descriptor: number, expected: Uint8Array): boolean {
  compared ??= Buffer.allocUnsafeSlow(PART_LENGTH)
  for (let at = 0; at < expected.length; ) {
    const length = readSync(descriptor, compared, 0, Math.min(compared.length, expected.length - at), null)
    if (length === 0 || compared.compare(expected, at, at + length, 0, length) !== 0) return false
    at += length
  }
  return true
}

const PART_LENGTH = 0x1_0000
/** Made once, since memory costs more the first time than it does again. */
let compared: Buffer | null = null

/** Windows keeps rights elsewhere; there the folder is below the user's own. */
function isOwn({ uid, mode }: Stats): boolean {
  return process.platform === 'win32' || (uid === process.geteuid?.() && (mode & WRITABLE_BY_OTHERS) === 0)
}

const WRITABLE_BY_OTHERS = 0o022

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
}
