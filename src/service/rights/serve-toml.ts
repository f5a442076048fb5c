/** Reads the text of the file of `tsctl serve`; what is wrong with it is answered, with its line. */
import * as v from 'valibot'
import { lineOf, readToml } from '../../toml/read-toml.ts'
import { GRANTED } from './permissions.ts'
import { DEFAULTS, type Limits, type ServeFile, type ServeFileFault } from './serve-file.ts'

/** `max` keeps what all callers together take within the memory of a small machine. */
function limit(fallback: number, max: number) {
  return v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max)), fallback)
}

const { callers, reassembledBytes, handles, stepMs } = DEFAULTS.limits

const LimitsTable = v.strictObject({
  callers: limit(callers, 4096),
  'reassembled-bytes': limit(reassembledBytes, 16_777_216),
  handles: limit(handles, 4096),
  'step-seconds': limit(stepMs / 1000, 3600),
})

/** A name of passwd(5), or DOMAIN\user; what would end a field or look like an option is none. */
const user = v.pipe(v.string(), v.regex(/^(?!-)[^\s:,/][^:,/\n]*$/, 'account'))

/** A name of group(5). */
const group = v.pipe(v.string(), v.regex(/^(?!-)[^\s:,/\\][^:,/\\\n]*$/, 'account'))

/** [MS-DTYP] 2.4.2.1; the authority may be written in hexadecimal. */
const sid = v.pipe(v.string(), v.regex(/^S-1-(\d{1,10}|0x[\dA-F]{12})(-\d{1,10}){1,15}$/i, 'sid'))

const principals = {
  users: v.optional(v.array(user), []),
  groups: v.optional(v.array(group), []),
  sids: v.optional(v.array(sid), []),
}

const GrantTable = v.strictObject({
  rights: v.optional(v.array(v.picklist(GRANTED, 'right')), []),
  ...principals,
})

const File = v.strictObject({
  limits: v.optional(LimitsTable),
  administrators: v.optional(v.strictObject(principals)),
  grants: v.optional(v.array(GrantTable), []),
})

/** What `source` says, or what is wrong with it. */
export function readServeFile(source: string): ServeFile | ServeFileFault {
  const read = readToml(source, File)
  if ('fault' in read) return faultOf(read.fault)
  const { limits, administrators, grants } = read.value
  for (const [at, { rights, users, groups, sids }] of grants.entries()) {
    const fault = { line: lineOf(source, ['grants', String(at)]), detail: 'grants' }
    if (rights.length === 0) return { problem: 'nothing', ...fault }
    if (users.length + groups.length + sids.length === 0) return { problem: 'nobody', ...fault }
  }
  const full = administrators ? [{ ...administrators, rights: ['full-control'] as const }] : DEFAULTS.grants
  return { limits: limits ? limitsOf(limits) : DEFAULTS.limits, grants: [...full, ...grants] }
}

function limitsOf(table: v.InferOutput<typeof LimitsTable>): Limits {
  const { callers, handles } = table
  return { callers, handles, reassembledBytes: table['reassembled-bytes'], stepMs: table['step-seconds'] * 1000 }
}

type TomlFault = Extract<ReturnType<typeof readToml>, { fault: unknown }>['fault']

/** A fault of a single word is told by that word, any other by its key. */
function faultOf({ problem, line, detail, reason, path, value }: TomlFault): ServeFileFault {
  if (problem === 'value' && (reason === 'right' || reason === 'sid' || reason === 'account')) {
    return { problem: reason, line, detail: String(value) }
  }
  const key = problem === 'syntax' ? detail : (path.findLast((each) => !/^\d+$/.test(each)) ?? detail)
  return { problem, line, detail: key }
}
