/** Names of programs as a command line gives them. */

/** Whether a program is called `pattern`, with or without ".exe"; "*" and "?" stand for any text and any character. */
export function isNamed(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/\.exe$/i, '')
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}(?:\\.exe)?$`, 'isu').test(name)
}
