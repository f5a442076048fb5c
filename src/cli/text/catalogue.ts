/** Everything that the commands say, as a type: a language is complete when it compiles. */
import type { ErrorSentences } from '../../errors.ts'
import type { HostsFileFault } from '../../farm/hosts.ts'
import type { LabUser } from '../../host/lab/users.ts'
import type { NotReadySentences } from '../../service/not-ready.ts'
import type { Finding } from '../../session/host.ts'
import type { MessageButton } from '../../session/message.ts'
import type { RemedySentences } from '../../session/remedy.ts'
import type { Note, Outcome } from '../../session/result.ts'
import type { SessionState } from '../../session/session.ts'
import type { CommandName, OperandName, SwitchName } from '../grammar.ts'
import type { UsageSentences } from '../usage.ts'

/** A session as a sentence names it. */
export interface Named {
  readonly host: string
  readonly id: string
  /** Its name, or where it has none its ID. */
  readonly name: string
  readonly user: string
}

/** A process as a sentence names it. */
export interface NamedProcess {
  readonly pid: number
  readonly name: string
  readonly user: string
  /** When it started, in the reader's own format; '' where that is not known. */
  readonly since: string
}

/** What an act on a session can come to when it goes well. */
export type Done = Exclude<Outcome, 'refused' | 'failed' | 'stillClosing' | 'postponed' | 'processEnded' | 'answered'>

/** What is announced before it is done. */
export type Announced = 'logoff' | 'reset' | 'disconnect' | 'connect'

/** What the help says. */
export interface HelpTexts {
  readonly commands: Readonly<Record<CommandName, string>>
  /** What stands for an operand in the usage line. */
  readonly operands: Readonly<Record<OperandName, string>>
  readonly operandMeanings: Readonly<Record<OperandName, string>>
  /** What stands for a switch's value; '' for a switch without one. */
  readonly values: Readonly<Record<SwitchName, string>>
  readonly switchMeanings: Readonly<Record<SwitchName, string>>
  readonly help: string
  readonly version: string
  readonly usage: string
  /** The line under the commands of a family. */
  readonly more: (spelled: string) => string
}

/** The headings and words of the tables. */
export interface TableTexts {
  readonly server: string
  readonly user: string
  readonly session: string
  readonly id: string
  readonly state: string
  readonly type: string
  readonly device: string
  readonly idle: string
  readonly logon: string
  readonly pid: string
  readonly image: string
  /** 'other' is shown as the host's own word. */
  readonly states: Readonly<Record<Exclude<SessionState, 'other'>, string>>
  readonly notIdle: string
}

/** Everything else. */
export interface Texts {
  readonly errors: ErrorSentences
  readonly usage: UsageSentences
  readonly table: TableTexts
  readonly announce: Readonly<Record<Announced, (session: Named) => string>>
  readonly done: Readonly<Record<Done, (facts: Named & { readonly seconds: string }) => string>>
  readonly notes: Readonly<Record<Note, (user: string) => string>>
  readonly killed: (process: NamedProcess) => string
  readonly remains: (process: NamedProcess) => string
  readonly ended: (process: NamedProcess) => string
  readonly nobody: {
    readonly session: (filter: string, hosts: string) => string
    readonly user: (filter: string, hosts: string) => string
    readonly process: (filter: string, hosts: string) => string
  }
  readonly message: {
    readonly title: (user: string, time: string) => string
    readonly prompt: string
    readonly sending: (session: Named, seconds: string) => string
    readonly answered: (session: Named, button: MessageButton) => string
    readonly unanswered: (session: Named) => string
  }
  readonly lab: {
    readonly started: (count: number) => string
    readonly roles: Readonly<Record<LabUser['role'], string>>
    readonly elsewhere: string
    readonly message: (host: string, id: string, user: string, text: string) => string
  }
  readonly password: (account: string) => string
  readonly doctor: {
    readonly checks: Readonly<Record<Finding['check'], string>>
    readonly passed: string
    readonly failed: string
    readonly change: (remedy: string) => string
    readonly remedies: RemedySentences
  }
  readonly serve: NotReadySentences
  readonly hostsFile: (file: string, fault: HostsFileFault) => string
  readonly unwritable: (reason: string) => string
  readonly internal: (reason: string) => string
}
