/** Takes the power from characters that steer a terminal: names of users and processes are chosen by others. */

/** Controls (C0, DEL, C1), separators of lines, and marks that turn the direction of writing. */
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** `text` with a question mark for each such character. */
export function harmless(text: string): string {
  return text.replace(STEERING, '?')
}

/** JSON with each such character escaped. */
export function harmlessJson(json: string): string {
  return json.replace(STEERING, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
