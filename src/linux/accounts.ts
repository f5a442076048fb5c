/** The users of this machine by number: /etc/passwd first, then whatever the name service knows. */
import { readFileSync } from 'node:fs'
import type { CallOptions } from '../session/host.ts'
import { isErrno } from './errno.ts'
import { run } from './run.ts'

/** A line of passwd(5). */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly home: string
}

/** Reads lines of passwd(5). */
export function parsePasswd(text: string): Account[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 6 && /^\d+$/.test(fields[2]!))
    .map((fields) => ({ name: fields[0]!, uid: Number(fields[2]), gid: Number(fields[3]), home: fields[5]! }))
}

/** Looks users up and remembers those that it finds; one per open host. */
export class Accounts {
  readonly #known = new Map<number, Account>()

  /** The accounts of those numbers that have one. */
  async find(uids: Iterable<number>, options: CallOptions = {}): Promise<Map<number, Account>> {
    const wanted = [...new Set(uids)]
    if (wanted.some((uid) => !this.#known.has(uid))) this.#remember(localAccounts())
    const missing = wanted.filter((uid) => !this.#known.has(uid))
    if (missing.length > 0) {
      this.#remember(await askNameService(missing, options))
    }
    return new Map(wanted.flatMap((uid) => this.#known.get(uid) ?? []).map((account) => [account.uid, account]))
  }

  /** The account of one number. */
  async get(uid: number, options: CallOptions = {}): Promise<Account | null> {
    return (await this.find([uid], options)).get(uid) ?? null
  }

  /** The names of those numbers; the number where it has no name. */
  async names(uids: Iterable<number>, options: CallOptions = {}): Promise<(uid: number) => string> {
    const accounts = await this.find(uids, options)
    return (uid) => accounts.get(uid)?.name ?? String(uid)
  }

  #remember(accounts: readonly Account[]): void {
    for (const account of accounts) if (!this.#known.has(account.uid)) this.#known.set(account.uid, account)
  }
}

/** The accounts in /etc/passwd. */
export function localAccounts(): Account[] {
  try {
    return parsePasswd(readFileSync('/etc/passwd', 'utf8'))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

async function askNameService(uids: readonly number[], { signal }: CallOptions): Promise<Account[]> {
  const answer = await run('getent', ['passwd', ...uids.map(String)], { signal })
  return answer === null ? [] : parsePasswd(answer.stdout)
}
