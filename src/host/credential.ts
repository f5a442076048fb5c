/** An account and its password, from what a person types to what the network takes. */
import { PasswordCredential } from '../auth/credential.ts'

/** Proves an account to hosts on the network; shows no secret, and zeroes it on disposal. */
export type Credential = PasswordCredential

/** Makes the credential of `account`: DOMAIN\user, user@domain or, of the host itself, user. */
export function credentialOf(account: string, password: string): Credential {
  const [domain, user] = /^([^\\]*)\\(.+)$/.exec(account)?.slice(1) ?? ['', account]
  return new PasswordCredential(user ?? account, domain ?? '', password)
}
