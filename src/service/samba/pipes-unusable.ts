/** Why the pipes cannot be listened on. */

/** One sentence that says what is wrong with a folder or a socket, and what to do. */
export class PipesUnusable extends Error {
  override readonly name = 'PipesUnusable'
}
