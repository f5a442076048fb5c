/** What a binding of wtsapi32 can hold wrong, as changes to the sources. */
import type { Mistake } from './bundle.ts'

/** Each mistake, as the end of "it …". */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'has two members of a structure in the wrong order': {
    file: 'wtsapi32.ts',
    right: "State: 'WTS_CONNECTSTATE_CLASS',\n    SessionId: 'DWORD',\n    pSessionName",
    wrong: "SessionId: 'DWORD',\n    State: 'WTS_CONNECTSTATE_CLASS',\n    pSessionName",
  },
  'packs the structures': { file: 'native.ts', right: 'koffi.struct(', wrong: 'koffi.pack(' },
  'reads more structures than there are': {
    file: 'call.ts',
    right: 'koffi.array(native.layouts[type], count)',
    wrong: 'koffi.array(native.layouts[type], count + 40)',
  },
  'reads a block after it is freed': {
    file: 'call.ts',
    right: 'const rows: StructOf<T>[] =',
    wrong: 'FREE[type](native, pointer, count); const rows: StructOf<T>[] =',
  },
  'never frees the structures': { file: 'call.ts', right: '    FREE[type](native, pointer, count)\n', wrong: '' },
  'never frees the values': { file: 'call.ts', right: '    native.wtsapi32.WTSFreeMemory(pointer)\n', wrong: '' },
  'frees a block by the wrong function': {
    file: 'call.ts',
    right: 'native.wtsapi32.WTSFreeMemoryExW(WTS_TYPE_CLASS.WTSTypeSessionInfoLevel1, pointer, count)',
    wrong: 'native.wtsapi32.WTSFreeMemory(pointer)',
  },
  'frees a block as one of another type': {
    file: 'call.ts',
    right: 'WTS_TYPE_CLASS.WTSTypeProcessInfoLevel1',
    wrong: 'WTS_TYPE_CLASS.WTSTypeSessionInfoLevel1',
  },
  'frees a block twice': {
    file: 'call.ts',
    right: '    FREE[type](native, pointer, count)\n',
    wrong: '    FREE[type](native, pointer, count)\n    FREE[type](native, pointer, count)\n',
  },
  'passes a name in bytes of 8 bits': {
    file: 'wtsapi32.ts',
    right: 'WTSOpenServerW(LPWSTR pServerName)',
    wrong: 'WTSOpenServerW(str pServerName)',
  },
  'counts the length of a message in characters': {
    file: 'wtsapi.ts',
    right: "Buffer.byteLength(each, 'utf16le')",
    wrong: 'each.length',
  },
  'cuts a handle to 32 bits, which then means this machine': {
    file: 'wtsapi32.ts',
    right: 'WTSLogoffSession(HANDLE hServer',
    wrong: 'WTSLogoffSession(DWORD hServer',
  },
  'swaps the session and the wait': {
    file: 'wtsapi.ts',
    right: "this.#call('WTSLogoffSession', (call) => call(this.#handle, sessionId, 0))",
    wrong: "this.#call('WTSLogoffSession', (call) => call(this.#handle, 0, sessionId))",
  },
  'waits for the log-off inside the call': {
    file: 'wtsapi.ts',
    right: "this.#call('WTSLogoffSession', (call) => call(this.#handle, sessionId, 0))",
    wrong: "this.#call('WTSLogoffSession', (call) => call(this.#handle, sessionId, 1))",
  },
  'reads the error of an earlier call': {
    file: 'call.ts',
    right: 'throw failure(name, native.kernel32.GetLastError())',
    wrong: 'native.kernel32.SetLastError(6); throw failure(name, native.kernel32.GetLastError())',
  },
  'never closes the server': {
    file: 'wtsapi.ts',
    right: '    this.#native.wtsapi32.WTSCloseServer(this.#handle)\n',
    wrong: '',
  },
  'blocks the thread of its caller': {
    file: 'thread.ts',
    right: 'this.#worker.postMessage({ method, args } satisfies Request)',
    wrong:
      "this.#worker.postMessage({ method, args } satisfies Request); if (method === 'logoffSession') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000)",
  },
}
