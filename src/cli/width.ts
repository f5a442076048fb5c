/** How many columns of a terminal a text takes. */

/** East Asian Wide and Fullwidth, and what is shown as an emoji. Unicode Standard Annex #11. */
function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u.test(
    character,
  )
}

/** Marks that stand on the character before them, and what is not shown. */
function isMark(character: string): boolean {
  return /\p{Mn}|\p{Me}|\p{Cf}|[\u1160-\u11ff]/u.test(character)
}

/** The columns that `text` takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += widthOfCharacter(character)
  return width
}

/** As much of the start of `text` as fits into `columns`. */
export function cut(text: string, columns: number): string {
  let width = 0
  let kept = ''
  for (const character of text) {
    width += widthOfCharacter(character)
    if (width > columns) break
    kept += character
  }
  return kept
}

/** `text` with blanks behind it up to `columns`. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)))
}

function widthOfCharacter(character: string): number {
  if (character < '\u0300') return 1
  if (isMark(character)) return 0
  return isWide(character) ? 2 : 1
}
