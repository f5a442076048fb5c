/** The RC4 stream cipher, which OpenSSL 3 no longer has and NTLM still needs. RFC 6229 has its test vectors. */

/** A key stream and the place reached in it. */
export class Rc4 {
  readonly #state: Uint8Array
  #i = 0
  #j = 0

  /** Begins the key stream of a key, or continues another cipher's. */
  constructor(key: Uint8Array | Rc4) {
    if (key instanceof Rc4) {
      this.#state = key.#state.slice()
      this.#i = key.#i
      this.#j = key.#j
      return
    }
    const state = IDENTITY.slice()
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + state[i]! + key[i % key.length]!) & 0xff
      const swap = state[i]!
      state[i] = state[j]!
      state[j] = swap
    }
    this.#state = state
  }

  /** Encrypts or decrypts in place and returns the same bytes. */
  apply(bytes: Uint8Array): Uint8Array {
    const state = this.#state
    let i = this.#i
    let j = this.#j
    for (let n = 0; n < bytes.length; n++) {
      i = (i + 1) & 0xff
      const a = state[i]!
      j = (j + a) & 0xff
      const b = state[j]!
      state[i] = b
      state[j] = a
      bytes[n]! ^= state[(a + b) & 0xff]!
    }
    this.#i = i
    this.#j = j
    return bytes
  }

  /** A copy at the same place of the key stream, which then goes its own way. */
  clone(): Rc4 {
    return new Rc4(this)
  }

  /** Forgets the key stream. */
  [Symbol.dispose](): void {
    this.#state.fill(0)
  }
}

const IDENTITY = Uint8Array.from({ length: 256 }, (_, i) => i)
