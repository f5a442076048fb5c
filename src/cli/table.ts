/** Rows of cells at fixed columns of the terminal. */
import { cut, padEnd, widthOf } from './width.ts'

/** A column, counted from 0: its cells start there, or they end there. */
export type Column = { readonly start: number } | { readonly end: number }

/** One line: the marker in column 0, then each cell in its column; a blank at least between two. */
export function row(marker: string, cells: readonly string[], columns: readonly Column[]): string {
  let line = marker
  columns.forEach((column, index) => {
    const cell = cells[index]
    if (!cell) return
    const start = 'start' in column ? column.start : column.end + 1 - widthOf(cell)
    const least = widthOf(line) + (line === marker ? 0 : 1)
    line = padEnd(line, Math.max(start, least)) + cell
  })
  return line
}

/** A session name as Windows shows it: of more than 16 characters the first 13 and three dots. */
export function shortName(name: string): string {
  return widthOf(name) > 16 ? `${cut(name, 13)}...` : name
}

/** A user name as Windows shows it: its first 20 characters. */
export function shortUser(user: string): string {
  return cut(user, 20)
}

/** Lines with the host's name before each, where there are several hosts. */
export function withServers(lines: readonly { readonly host: string; readonly line: string }[]): string[] {
  const width = Math.max(...lines.map(({ host }) => widthOf(host)))
  return lines.map(({ host, line }) => `${padEnd(host, width)} ${line}`)
}
