/** One native call: its failure becomes a `StatusError`, its memory is freed whatever happens. */
import { StatusError } from '../../errors.ts'
import { symbolOf, WIN32, WTS_TYPE_CLASS } from './constants.ts'
import type { Bound, Library, Native } from './native.ts'
import type { Pointer, StructOf } from './prototype.ts'
import type { STRUCTS } from './wtsapi32.ts'

/**
 * Calls a function and reads the error code at once where it fails with 0, FALSE or NULL.
 * @throws StatusError
 */
export function checked<L extends Library, F extends keyof Bound<L> & string, T extends number | Pointer>(
  native: Native,
  library: L,
  name: F,
  call: (native: Bound<L>[F]) => T,
): NonNullable<T> {
  const bound = find(native[library] as Bound<L>, name)
  // A call that fails without a code of its own would show the code of an earlier one.
  native.kernel32.SetLastError(0)
  const result = call(bound)
  if (result) return result
  throw failure(name, native.kernel32.GetLastError())
}

/** A structure at a pointer. */
export function decode<T extends keyof typeof STRUCTS>(native: Native, type: T, pointer: bigint): StructOf<T> {
  return native.koffi.decode(pointer, native.layouts[type])
}

/** Reads a block of one structure or text, which WTSFreeMemory frees. */
export function readBlock<T>(native: Native, pointer: Pointer, read: (pointer: bigint) => T): T {
  try {
    if (pointer === null) throw failure('WTSQuerySessionInformationW', 0)
    return read(pointer)
  } finally {
    native.wtsapi32.WTSFreeMemory(pointer)
  }
}

/** Reads a block of `count` structures, which the function of its type frees. */
export function readRows<T extends keyof typeof FREE, R>(
  native: Native,
  type: T,
  out: { readonly pointer: readonly Pointer[]; readonly count: readonly number[] },
  read: (row: StructOf<T>) => R,
): R[] {
  const [pointer = null] = out.pointer
  const [count = 0] = out.count
  try {
    if (pointer === null || count === 0) return []
    const rows: StructOf<T>[] = native.koffi.decode(pointer, native.koffi.array(native.layouts[type], count))
    return rows.map(read)
  } finally {
    FREE[type](native, pointer, count)
  }
}

type Free = (native: Native, pointer: Pointer, count: number) => void

const FREE = {
  WTS_SESSION_INFOW: (native, pointer) => native.wtsapi32.WTSFreeMemory(pointer),
  WTS_SESSION_INFO_1W: (native, pointer, count) =>
    native.wtsapi32.WTSFreeMemoryExW(WTS_TYPE_CLASS.WTSTypeSessionInfoLevel1, pointer, count),
  WTS_PROCESS_INFO_EXW: (native, pointer, count) =>
    native.wtsapi32.WTSFreeMemoryExW(WTS_TYPE_CLASS.WTSTypeProcessInfoLevel1, pointer, count),
} as const satisfies Partial<Record<keyof typeof STRUCTS, Free>>

function failure(operation: string, value: number): StatusError {
  return new StatusError(operation, { space: 'win32', value, symbol: symbolOf(value) })
}

/** The function; one that this Windows lacks fails as GetProcAddress does. */
function find<B, F extends keyof B & string>(library: B, name: F): B[F] {
  try {
    return library[name]
  } catch (error) {
    if (error instanceof Error && error.message.includes(name)) throw failure(name, WIN32.ERROR_PROC_NOT_FOUND)
    throw error
  }
}
