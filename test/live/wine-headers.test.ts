/** The layouts, prototypes and constants against the headers of mingw-w64, by its compiler. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import * as koffi from 'koffi'
import * as constants from '../../src/host/windows/constants.ts'
import { declare } from '../../src/host/windows/native.ts'
import { PROTOTYPES, STRUCTS } from '../../src/host/windows/wtsapi32.ts'
import { compile, pathOf, repository, requireWine } from './wine/peers.ts'

suite('The declarations of wtsapi32', { skip: requireWine('wine8', 'wine10') }, () => {
  const folder = mkdtempSync('/tmp/logoff-headers-')
  let layouts: ReturnType<typeof declare>

  before(() => {
    layouts = declare(koffi)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Compiles statements against the headers of this machine and against the newer ones, which know more. */
  function agree(statements: readonly string[], newer: readonly string[] = []): void {
    const strict = ['-fsyntax-only', '-Wall', '-Werror', '-Wno-unused-variable', `-I${repository}test/live/wine`]
    const include = `${pathOf('wine10')}/usr/share/mingw-w64/include`
    compile(...strict, witness(statements))
    compile(...strict, '-DHAS_WTS_SESSION_INFO_1W', `-isystem${include}`, witness([...statements, ...newer]))
  }

  function witness(statements: readonly string[]): string {
    const file = join(folder, 'witness.c')
    writeFileSync(file, [...PREAMBLE, 'void witness(void) {', ...statements, '}', ''].join('\n'))
    return file
  }

  /** One statement for each size and offset of a structure as koffi lays it out. */
  function layoutOf(name: keyof typeof STRUCTS): string[] {
    const { size, members = {} } = koffi.type(layouts[name])
    const offsets = Object.values(members).map(
      (member) => `_Static_assert(offsetof(${name}, ${member.name}) == ${member.offset}, "${name}.${member.name}");`,
    )
    return [`_Static_assert(sizeof(${name}) == ${size}, "${name}");`, ...offsets]
  }

  for (const name of Object.keys(STRUCTS) as (keyof typeof STRUCTS)[]) {
    test(`lay ${name} out as the header does`, () => {
      assert.ok(layoutOf(name).length > 2)
      agree(layoutOf(name))
    })
  }

  test('declare each function as the header does', () => {
    const all = Object.values(PROTOTYPES).flatMap((library) => Object.entries<string>(library))
    const declared = all.filter(([name]) => !UNDECLARED.has(name))
    const [newer, older] = [true, false].map((wanted) => declared.filter(([name]) => NEWER.has(name) === wanted))
    agree(older?.map(pointerTo) ?? [], newer?.map(pointerTo))
  })

  test('hold the numbers of the headers', () => agree(numbers()))

  test('are told apart from a wrong layout, prototype and number', () => {
    const wrong = [
      '_Static_assert(offsetof(WTS_SESSION_INFOW, State) == 12, "");',
      pointerTo(['WTSLogoffSession', 'BOOL __stdcall WTSLogoffSession(HANDLE hServer, DWORD SessionId)']),
      pointerTo(['WTSOpenServerW', 'HANDLE __stdcall WTSOpenServerW(PVOID *pServerName)']),
      '_Static_assert(WTSClientAddress == 15, "");',
    ]
    for (const statement of wrong) assert.throws(() => agree([statement]), /The compiler says/)
  })
})

const PREAMBLE = [
  ...['#define _WIN32_WINNT 0x0A00', '#include <winsock2.h>', '#include <windows.h>', '#include <wtsapi32.h>'],
  ...['#include <stddef.h>', '#include "missing.h"', '#define _Out_', '#define _Inout_'],
]

/** Functions that the headers of mingw-w64 lack. */
const UNDECLARED: ReadonlySet<string> = new Set(['WTSEnumerateProcessesExW', 'WTSOpenServerExW'])

/** Functions that only its newer headers have. */
const NEWER: ReadonlySet<string> = new Set(['WTSEnumerateSessionsExW', 'WTSFreeMemoryExW'])

/** A pointer of the declared type to the function of the header: another type would be an error. */
function pointerTo([name, prototype]: readonly [string, string]): string {
  return `${prototype.replace(`__stdcall ${name}(`, `(__stdcall *p${name})(`).replace('()', '(void)')} = ${name};`
}

/** One statement for each constant that the headers have. */
function numbers(): string[] {
  const { WIN32, WTS_INFO_CLASS, WTS_TYPE_CLASS, WTS_CONNECTSTATE_CLASS, AF_INET, AF_INET6, MB, RESPONSE } = constants
  const states = WTS_CONNECTSTATE_CLASS.map((name, value) => [name, value])
  const responses = Object.entries(RESPONSE).filter(([name]) => name !== 'IDASYNC')
  const events = Object.entries(constants.WTS_EVENT).map(([name, value]) => [`WTS_EVENT_${name}`, value])
  return [
    ...[...Object.entries({ ...WIN32, ...WTS_INFO_CLASS, ...WTS_TYPE_CLASS }), ...states, ...events],
    ...Object.entries({ AF_INET, AF_INET6, ...MB }),
    ...responses,
  ].map(([name, value]) => `_Static_assert((DWORD)${name} == ${value}u, "${name}");`)
}
