/** What a specification calls its numbers. */

/** The name of a value; undefined where it has none. */
export function nameOf(names: Readonly<Record<string, number>>, value: number): string | undefined {
  return Object.keys(names).find((name) => names[name] === value)
}
