/** Process tables that were recorded on real hosts, as the posix host reads them. */
import { readFileSync } from 'node:fs'
import { serviceOf } from '../../../src/host/posix/service.ts'
import type { PosixProcess } from '../../../src/host/posix/snapshot.ts'
import { parseAuditId } from '../../../src/linux/audit.ts'
import { parseStat } from '../../../src/linux/stat.ts'

/** The lines of a fixture that are no comment. */
export function readFixture(name: string): string[] {
  const text = readFileSync(new URL(`../../fixtures/posix/${name}`, import.meta.url), 'utf8')
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

export function readProcessTable(name: string): PosixProcess[] {
  return readFixture(name).map((line) => {
    const [stat = '', sessionId = '', loginUid = '', uids = '', title = ''] = line.split('\t')
    const [uid = 0, , savedUid = 0] = uids.split(',').map(Number)
    const process = { ...parseStat(stat)!, uid, savedUid }
    const service = serviceOf(process)
    return {
      ...process,
      ...{ service, title: service === null ? '' : title },
      auditSession: parseAuditId(sessionId),
      loginUid: parseAuditId(loginUid),
    }
  })
}

/** A process of a table that was not recorded. */
export function makeProcess(pid: number, changes: Partial<PosixProcess>): PosixProcess {
  const base = {
    pid,
    name: 'bash',
    state: 'S',
    parent: 1,
    group: pid,
    processSession: pid,
    terminal: 0,
    threadCount: 1,
  }
  const rights = { uid: 1000, savedUid: 1000, auditSession: null, loginUid: null, title: '' }
  const process = { ...base, startTicks: pid * 10, ...rights, ...changes }
  return { ...process, service: serviceOf(process) }
}
