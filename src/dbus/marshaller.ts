/** Writes the values of a D-Bus message. D-Bus Specification, "Marshaling (Wire Format)". */
import { Writer } from '../wire/writer.ts'
import { alignmentOf, completeTypes } from './signature.ts'

/** The bytes of a message so far; alignments count from the first one. Little-endian. */
export class Marshaller {
  readonly #writer = new Writer(512)

  get position(): number {
    return this.#writer.position
  }

  /** What was written so far: a view, not a copy. */
  get bytes(): Uint8Array {
    return this.#writer.bytes()
  }

  /**
   * Writes values by their signature; a variant is its signature and its value, a dict its entries.
   * @throws TypeError for types that no call of ours has
   */
  values(signature: string, values: readonly unknown[]): void {
    for (const [index, type] of completeTypes(signature).entries()) this.#value(type, values[index])
  }

  byte(value: number): void {
    const at = this.#writer.claim(1)
    this.#writer.target[at] = value
  }

  uint32(value: number): void {
    this.align(4)
    for (const shift of [0, 8, 16, 24]) this.byte(value >>> shift)
  }

  text(value: string): void {
    const bytes = Buffer.from(value)
    this.uint32(bytes.length)
    this.#terminated(bytes)
  }

  signature(value: string): void {
    const bytes = Buffer.from(value)
    this.byte(bytes.length)
    this.#terminated(bytes)
  }

  /** Writes a number of 32 bits where there is one already. */
  patch(position: number, value: number): void {
    this.#writer.patch(position, () => this.uint32(value))
  }

  align(alignment: number): void {
    this.#writer.align(alignment)
  }

  #value(type: string, value: unknown): void {
    const [kind] = type
    if (kind === 's' || kind === 'o') this.text(String(value))
    else if (kind === 'u' || kind === 'i') this.uint32(Number(value))
    else if (kind === 'g') this.signature(String(value))
    else if (kind === 'v') this.#variant(itemsOf(value))
    else if (kind === 'a') this.#array(type.slice(1), itemsOf(value))
    else if (kind === '(' || kind === '{') this.#struct(type.slice(1, -1), itemsOf(value))
    else throw new TypeError(`No call sends a value of type "${type}"`)
  }

  #variant([type, value]: readonly unknown[]): void {
    this.signature(String(type))
    this.#value(String(type), value)
  }

  #struct(members: string, values: readonly unknown[]): void {
    this.align(8)
    this.values(members, values)
  }

  #array(element: string, elements: readonly unknown[]): void {
    this.uint32(0)
    const lengthAt = this.position - 4
    this.align(alignmentOf(element))
    const start = this.position
    for (const each of elements) this.#value(element, each)
    this.patch(lengthAt, this.position - start)
  }

  #terminated(bytes: Uint8Array): void {
    this.#writer.write(bytes)
    this.byte(0)
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
