/** Values that arrived over D-Bus, read with the types that their interface promises. */
import { LogoffError } from '../../errors.ts'

/** The properties of one interface, as GetAll answers; an absent one reads as its type's zero. */
export class Properties {
  readonly #values: Readonly<Record<string, unknown>>

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values
  }

  has(name: string): boolean {
    return name in this.#values
  }

  /** The same with another value for one of them. */
  with(name: string, value: unknown): Properties {
    return new Properties({ ...this.#values, [name]: value })
  }

  text(name: string): string {
    const value = this.#values[name]
    return typeof value === 'string' ? value : ''
  }

  flag(name: string): boolean {
    return this.#values[name] === true
  }

  number(name: string): number {
    const value = this.#values[name]
    return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0
  }

  /** The members of a struct or an array. */
  items(name: string): readonly unknown[] {
    return itemsOf(this.#values[name])
  }
}

/** The members of a struct or an array; none where it is neither. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A struct's members as texts. Object paths and numbers are texts here too. */
export function textsOf(value: unknown): string[] {
  return itemsOf(value).map(String)
}

/** The one text that a call answered with. */
export function textAnswer(host: string, member: string, [value]: readonly unknown[]): string {
  if (typeof value === 'string') return value
  throw new LogoffError('PROTOCOL_ERROR', { host, reason: `${member} answered without a text` })
}

/** The properties that a GetAll answered with. */
export function propertiesAnswer(host: string, [values]: readonly unknown[]): Properties {
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) {
    return new Properties(Object.fromEntries(Object.entries(values)))
  }
  throw new LogoffError('PROTOCOL_ERROR', { host, reason: 'GetAll answered without properties' })
}
