/** Reads the values of a D-Bus message. D-Bus Specification, "Marshaling (Wire Format)". */
import { DecodeError } from '../wire/decode-error.ts'
import { Reader } from '../wire/reader.ts'
import { alignmentOf, completeTypes } from './signature.ts'

/** Bytes of an array, by the specification. */
const LONGEST_ARRAY = 0x400_0000

/** Containers within one another, by the specification. */
const DEEPEST = 64

/** Values of a message: more than a host with ten thousand sessions tells, and little enough to hold. */
const MOST_VALUES = 1_000_000

/** A position in a message; alignments count from its first byte. */
export class Unmarshaller {
  readonly #bytes: Buffer
  readonly #view: DataView
  readonly #isLittle: boolean
  readonly #reader: Reader
  #depth = 0
  #count = 0

  constructor(bytes: Buffer, isLittle: boolean, position: number) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#isLittle = isLittle
    this.#reader = new Reader(bytes, { position })
  }

  /**
   * The values that a signature promises. A 64-bit integer is a bigint, a variant is its value, a dict whose keys are
   * texts is an object.
   * @throws DecodeError
   */
  values(signature: string): unknown[] {
    return completeTypes(signature).map((type) => this.#value(type))
  }

  #value(type: string): unknown {
    // Structs within structs take no bytes, but memory and time.
    if (++this.#count > MOST_VALUES) this.#fail(`more than ${MOST_VALUES} values`)
    switch (type[0]) {
      case 's':
      case 'o':
        return this.#text(this.#uint32())
      case 'g':
        return this.#text(this.#byte())
      case 'b':
        return this.#uint32() !== 0
      case 'v':
      case 'a':
      case '(':
      case '{':
        return this.#container(type)
      default:
        return this.#number(type)
    }
  }

  #number(type: string): number | bigint {
    const [view, isLittle] = [this.#view, this.#isLittle]
    switch (type) {
      case 'y':
        return this.#byte()
      case 'u':
      case 'h':
        return this.#uint32()
      case 'i':
        return view.getInt32(this.#take(4), isLittle)
      case 't':
        return view.getBigUint64(this.#take(8), isLittle)
      case 'x':
        return view.getBigInt64(this.#take(8), isLittle)
      case 'd':
        return view.getFloat64(this.#take(8), isLittle)
      case 'q':
        return view.getUint16(this.#take(2), isLittle)
      case 'n':
        return view.getInt16(this.#take(2), isLittle)
      default:
        return this.#fail(`a value of the unknown type "${type}"`)
    }
  }

  #container(type: string): unknown {
    if (++this.#depth > DEEPEST) this.#fail(`more than ${DEEPEST} containers within one another`)
    const value = type === 'v' ? this.#variant() : type[0] === 'a' ? this.#array(type.slice(1)) : this.#struct(type)
    this.#depth--
    return value
  }

  #variant(): unknown {
    const [type, ...more] = completeTypes(this.#text(this.#byte()))
    if (type === undefined || more.length > 0) return this.#fail('a variant that is not one value')
    return this.#value(type)
  }

  #struct(type: string): unknown[] {
    this.#reader.align(8)
    const members = completeTypes(type.slice(1, -1))
    if (members.length === 0) this.#fail('a struct without members')
    return members.map((member) => this.#value(member))
  }

  #array(element: string): unknown {
    const length = this.#uint32()
    if (length > LONGEST_ARRAY) this.#fail(`an array of ${length} bytes`)
    this.#reader.align(alignmentOf(element))
    const end = this.#reader.position + this.#reader.check(length)
    const elements: unknown[] = []
    while (this.#reader.position < end) elements.push(this.#value(element))
    if (this.#reader.position > end) this.#fail('an array that ends within an element')
    return element.startsWith('{s') ? Object.fromEntries(elements.filter(isEntry)) : elements
  }

  #text(length: number): string {
    const start = this.#reader.take(length + 1)
    return this.#bytes.toString('utf8', start, start + length)
  }

  #byte(): number {
    return this.#view.getUint8(this.#reader.take(1))
  }

  #uint32(): number {
    return this.#view.getUint32(this.#take(4), this.#isLittle)
  }

  /** Moves behind a number of that many bytes and returns where it begins. */
  #take(length: number): number {
    this.#reader.align(length)
    return this.#reader.take(length)
  }

  #fail(reason: string): never {
    throw new DecodeError(reason, this.#reader.position)
  }
}

function isEntry(element: unknown): element is [string, unknown] {
  return Array.isArray(element) && element.length === 2
}
