/** Names with a range in them: "rds[01-40]" stands for rds01 to rds40. */

/** A range of more names than this is taken for a slip. */
const MOST = 10_000

/** The names that `pattern` stands for; null where its range runs backwards or is too long. */
export function expandRange(pattern: string): string[] | null {
  const match = /^(?<before>[^[\]]*)\[(?<first>\d+)-(?<last>\d+)\](?<after>.*)$/.exec(pattern)
  if (!match?.groups) return [pattern]
  const { before = '', first = '', last = '', after = '' } = match.groups
  const count = Number(last) - Number(first) + 1
  if (count < 1 || count > MOST) return null
  const names: string[] = []
  for (let number = Number(first); number <= Number(last); number += 1) {
    const tails = expandRange(after)
    if (!tails || names.length + tails.length > MOST) return null
    const digits = String(number).padStart(first.length, '0')
    for (const tail of tails) names.push(`${before}${digits}${tail}`)
  }
  return names
}
