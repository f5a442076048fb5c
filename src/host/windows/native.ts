/** The libraries of Windows, bound through koffi when a function is first used. */
import type { FunctionOf } from './prototype.ts'
import { PROTOTYPES, STRUCTS, TYPES } from './wtsapi32.ts'

type Koffi = typeof import('koffi')
/** The libraries that functions are bound from. */
export type Library = keyof typeof PROTOTYPES

/** The functions of a library by the names of the header. */
export type Bound<L extends Library> = {
  readonly [F in keyof (typeof PROTOTYPES)[L]]: FunctionOf<(typeof PROTOTYPES)[L][F] & string>
}

/** The structures of the header as koffi lays them out. */
export type Layouts = Record<keyof typeof STRUCTS, import('koffi').TypeObject>

/** What a thread calls Windows with. */
export interface Native {
  readonly koffi: Koffi
  readonly layouts: Layouts
  readonly kernel32: Bound<'kernel32'>
  readonly advapi32: Bound<'advapi32'>
  readonly wtsapi32: Bound<'wtsapi32'>
}

let bound: Native | null = null

/** Binds the libraries for the calling thread, once. */
export function bind(koffi: Koffi): Native {
  bound ??= bindAll(koffi)
  return bound
}

function bindAll(koffi: Koffi): Native {
  const layouts = declare(koffi)
  // kernel32 is in every process before its first instruction, so that its bare name cannot mean another file; it says
  // where the others are, which are loaded by their full path: a bare name would find a file beside node.exe first.
  const kernel32 = library(koffi, 'kernel32', 'kernel32.dll')
  const system = systemDirectory(kernel32)
  return {
    koffi,
    layouts,
    kernel32,
    advapi32: library(koffi, 'advapi32', `${system}\\advapi32.dll`),
    wtsapi32: library(koffi, 'wtsapi32', `${system}\\wtsapi32.dll`),
  }
}

/** Declares the types and structures of the header; koffi knows them by name from then on. */
export function declare(koffi: Koffi): Layouts {
  koffi.pointer('HANDLE', koffi.opaque())
  for (const [name, type] of Object.entries(TYPES)) koffi.alias(name, type)
  const layouts = Object.entries(STRUCTS).map(([name, members]) => [name, koffi.struct(name, members)])
  return Object.fromEntries(layouts) as Layouts
}

/** Functions bind at their first use: one that this Windows lacks fails only when it is needed. */
function library<L extends Library>(koffi: Koffi, name: L, path: string): Bound<L> {
  let handle: import('koffi').LibraryHandle | null = null
  const functions = {}
  for (const [each, prototype] of Object.entries<string>(PROTOTYPES[name])) {
    Object.defineProperty(functions, each, {
      configurable: true,
      get() {
        handle ??= koffi.load(path)
        const value = handle.func(prototype)
        Object.defineProperty(functions, each, { value })
        return value
      },
    })
  }
  return functions as Bound<L>
}

function systemDirectory(kernel32: Bound<'kernel32'>): string {
  const path = Buffer.alloc(520)
  const length = kernel32.GetSystemDirectoryW(path, path.length / 2)
  return path.toString('utf16le', 0, length * 2)
}
