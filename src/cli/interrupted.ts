/** The user gave up at a prompt; the exit code is that of an interrupt. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
