/** The English sentence of every failure. */
import type { Action, ErrorSentences, Feature, Lack, Need, Refusal, ServeFileProblem } from './facts.ts'
import { onDemand } from './on-demand.ts'

const ACTIONS = onDemand(
  (): Record<Action, string> => ({
    list: 'list the sessions',
    logoff: 'log off',
    reset: 'reset',
    disconnect: 'disconnect',
    connect: 'connect to',
    message: 'send a message to',
    processes: 'list the processes',
    endProcess: 'end',
    watch: 'watch the sessions',
  }),
)

const NEEDS = onDemand(
  (): Record<Need, string> => ({
    manage:
      'it needs the polkit right org.freedesktop.login1.manage; run it as root there or ask for the delegation in docs/linux-hosts.md',
    chvt: 'it needs the polkit right org.freedesktop.login1.chvt; run it as root there or ask for the delegation in docs/linux-hosts.md',
    owner: 'only its own user and root may; run it as root there',
    WINSTATION_QUERY: 'it needs the right QUERY on the session; use an account that has it with /as:',
    WINSTATION_LOGOFF: 'it needs the right LOGOFF, or else RESET, on the session; use an account that has it with /as:',
    WINSTATION_RESET: 'it needs the right RESET on the session; use an account that has it with /as:',
    WINSTATION_DISCONNECT: 'it needs the right DISCONNECT on the session; use an account that has it with /as:',
    WINSTATION_MSG: 'it needs the right MSG on the session; use an account that has it with /as:',
    PROCESS_TERMINATE: 'it needs the right to end that process; use an account that has it with /as:',
    queryInformation:
      'it needs the permission Query Information there, and another machine must allow it (AllowRemoteRPC, docs/windows.md)',
    fullControl: 'it needs the permission Full Control there; run it as a member of Administrators',
    messageRight: 'it needs the permission Message there; run it as a member of Administrators',
    administrators: 'only members of Administrators may; run it as one of them',
  }),
)

const LACKS = onDemand(
  (): Record<Lack, string> => ({
    dialect: 'it has no SMB 2.1 or later; update it',
    signing: 'it does not sign what it sends; require SMB signing there',
    encryption: 'it cannot encrypt; leave out /encrypt or update it',
    identity: 'it took the account for a guest; name an account that it knows with /as:',
    integrity: 'something on the way changed a message; look for what stands between',
  }),
)

const REFUSALS = onDemand(
  (): Record<Refusal, string> => ({
    password: 'the user name or the password is wrong',
    locked: 'the account is locked; wait, or have it unlocked',
    disabled: 'the account is disabled',
    expired: 'the account has expired',
    passwordExpired: 'the password has expired; change it at a console first',
    restricted: 'the account may not log on from here or now, or not over the network, or has an empty password',
    domain: 'its domain could not be asked; check that host and its domain controller',
    mechanism: 'it does not take NTLM version 2 from this account',
  }),
)

const FEATURES = onDemand(
  (): Record<Feature, string> => ({
    virtualMachines: 'sessions in virtual machines can be reached from Windows alone; leave out /vm',
    disconnect: 'this session cannot live on without its client; use logoff to end it',
    disconnectConsole: 'its console session cannot be disconnected; log it off at the console',
    connect: 'this session cannot be moved to another client; only a session of a seat can be brought to its front',
    watch: 'it reports no events; list its sessions again instead',
    call: 'its Windows is too old for it',
    modes: 'its sessions have no line settings; leave out /mode, /flow and /connect',
    counters: 'it keeps no counters; leave out /counter',
    passwords: 'its sessions are connected to by right, not by password; leave out /password',
    posixOverSsh: 'it has no logind; run the command on the host itself',
    connectFromElsewhere: 'sessions can be connected only on the machine itself; run tscon there',
    function: 'its Windows lacks the function; run the command on a newer one',
    platform: 'sessions of this operating system cannot be managed from here; use /server:ssh://NAME for a Linux host',
  }),
)

const SERVE_FILE = onDemand(
  (): Record<ServeFileProblem, (detail: string) => string> => ({
    syntax: (detail) => `this is not TOML: ${detail}`,
    key: (detail) => `${quote(detail)} is not a key that can stand here`,
    value: (detail) => `${quote(detail)} cannot have this value`,
    right: (detail) => `${quote(detail)} is neither a right nor a level; docs/linux-host.md lists them`,
    sid: (detail) => `${quote(detail)} is not a SID such as S-1-5-32-544`,
    account: (detail) =>
      `${quote(detail)} cannot be the name of a user or a group; name a group of a domain by its SID`,
    nobody: () => 'this grant is to nobody; give it users, groups or sids',
    nothing: () => 'this grant gives nothing; give it rights',
    unsafe: (detail) => `others than root can change it: ${detail}; use "chown root" and "chmod o-w"`,
    unreadable: (detail) => `it cannot be read: ${detail}`,
  }),
)

/** The sentences in English, which `LogoffError.message` has whatever the locale. */
export const ENGLISH = onDemand(
  (): ErrorSentences => ({
    ACCESS_DENIED: ({ host, action, id, need }) =>
      `Cannot ${ACTIONS[action]}${subject(action, id)} on ${quote(host)}: access denied; ${NEEDS[need]}`,
    SESSION_NOT_FOUND: ({ host, text, ids }) =>
      ids.length > 0
        ? `No session ${quote(text)} on ${quote(host)}: that is a user; name one of the user's session IDs: ${ids.join(', ')}`
        : `No session ${quote(text)} on ${quote(host)}; see the names and IDs there with "query session"`,
    SESSION_NOT_ACTIVE: ({ host, text, ids }) =>
      `Session ${quote(text)} on ${quote(host)} is not active, and a name reaches only an active session; use its ID: ${ids.join(', ')}`,
    SESSION_AMBIGUOUS: ({ host, text, ids }) =>
      `Several sessions on ${quote(host)} are named ${quote(text)}; use an ID: ${ids.join(', ')}`,
    SESSION_CHANGED: ({ host, id, user }) =>
      `Session ${id} on ${quote(host)} now belongs to another logon${user ? ` of ${quote(user)}` : ''}; list the sessions again before you act`,
    NO_SESSIONS: ({ host }) =>
      `No session exists on ${quote(host)}; nobody is logged on there; a container's shell is no session`,
    NO_CURRENT_SESSION: ({ host }) =>
      `This command does not run in a session of ${quote(host)}; name a session: run "query session" to see them`,
    CONSOLE_SESSION: ({ host, id }) =>
      `Session ${id} is the console session of ${quote(host)} and cannot be logged off from another session; log off at the console, or use rwinsta if it malfunctions`,
    PROTECTED_SESSION: ({ host, id }) =>
      `Session ${id} on ${quote(host)} belongs to the system and is never logged off; choose a user's session`,
    OWN_CONNECTION: ({ host, id }) =>
      `Session ${id} on ${quote(host)} carries this command's own connection and is not ended; use another login, or run logoff inside it`,
    STILL_CLOSING: ({ host, id, count, action }) =>
      `Session ${id} on ${quote(host)} has not ended: ${
        count === 0 ? 'the host still lists it' : `${count} ${count === 1 ? 'process remains' : 'processes remain'}`
      }; ${action === 'logoff' ? 'wait, or use rwinsta on it' : 'what is left only the host itself can end'}`,
    SESSION_BUSY: ({ host, id }) =>
      `Session ${id} on ${quote(host)} is being connected, disconnected or ended just now; try again in a moment`,
    SESSION_STATE: ({ host, action, id }) =>
      `Cannot ${ACTIONS[action]}${subject(action, id)} on ${quote(host)}: its state does not allow it; see it with "query session"`,
    SESSIONS_HIDDEN: ({ host }) =>
      `${quote(host)} shows no session: nobody is logged on there, or the account has the right QUERY on none; then use another one with /as:`,
    SESSION_UNREACHABLE: ({ host, id }) =>
      `Session ${id} on ${quote(host)} has neither a terminal nor a window that could show a message; tell the user another way`,
    MESSAGE_NOT_SHOWN: ({ host, id }) =>
      `The message could not be shown in session ${id} on ${quote(host)}: its terminal or display takes nothing just now; try again, or tell the user another way`,
    PROGRAM_MISSING: ({ host, program, package: name }) =>
      `${quote(host)} lacks the program ${quote(program)}; install the package ${quote(name)} there`,
    PROCESS_NOT_FOUND: ({ host, text }) =>
      `No process ${quote(text)} on ${quote(host)}; see them there with "query process *"`,
    PROCESS_REMAINS: ({ host, pid }) =>
      `Process ${pid} on ${quote(host)} goes on although it was killed: the kernel or its host keeps it; end what holds it, or restart the host`,
    NOT_SUPPORTED: ({ host, feature }) => `Not possible on ${quote(host)}: ${FEATURES[feature]}`,
    HOST_UNREACHABLE: ({ host, reason }) =>
      `Cannot reach ${quote(host)}: ${reason}; check its name, its network and that it is up`,
    HOST_NOT_FOUND: ({ host, address }) =>
      `Cannot reach ${quote(host)}: no address is known for ${quote(address)}; check the name, or give its address in the hosts file`,
    PORT_CLOSED: ({ host, port }) =>
      `Cannot reach ${quote(host)}: nothing answers on port ${port}; check that it is up and that its firewall lets SMB in`,
    NOT_SMB: ({ host, port }) =>
      `Cannot talk to ${quote(host)}: what answers on port ${port} is not SMB 2 or 3; check address and port`,
    UNSAFE: ({ host, lack }) => `The connection to ${quote(host)} would not be safe: ${LACKS[lack]}`,
    SERVICE_STOPPED: ({ host, pipe }) =>
      `Nobody answers on the pipe ${quote(pipe)} of ${quote(host)}; start Remote Desktop Services (TermService) there, on a Linux host logoff-serve`,
    REMOTE_CALLS_REFUSED: ({ host, account }) =>
      `${quote(host)} takes no remote calls from ${quote(account)}; use an administrator of it, or on a client edition of Windows set AllowRemoteRPC to 1 under HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server`,
    HOST_SILENT: ({ host, seconds }) =>
      `${quote(host)} did not answer within ${seconds} s; check that it is up and not overloaded, and try again`,
    CONNECTION_LOST: ({ host, reason }) =>
      `The connection to ${quote(host)} was lost: ${reason}; list its sessions to see what was done`,
    AUTHENTICATION_FAILED: ({ host, reason }) =>
      `Cannot log in to ${quote(host)}: ${reason}; check the account and its key`,
    ACCOUNT_REFUSED: ({ host, account, refusal }) =>
      `Cannot log in to ${quote(host)} as ${quote(account)}: ${REFUSALS[refusal]}`,
    ACCOUNT_MISSING: ({ host }) =>
      `Cannot log in to ${quote(host)}: no account is given; name one with /as:DOMAIN\\user`,
    PASSWORD_UNUSABLE: ({ host, file }) =>
      `Cannot log in to ${quote(host)}: its password file ${quote(file)} cannot be read, or others can read it; correct the hosts file, or run "chmod 600" on the file`,
    PROTOCOL_ERROR: ({ host, reason }) =>
      `${quote(host)} gave an answer that cannot be understood: ${reason}; please report it`,
    SERVE_FILE_UNUSABLE: ({ host, file, problem, line, detail }) =>
      `Cannot use ${quote(file)} on ${quote(host)}${line === 0 ? '' : `, line ${line}`}: ${SERVE_FILE[problem](detail)}`,
  }),
)

function subject(action: Action, id: string): string {
  if (action === 'list' || action === 'processes' || action === 'watch') return ''
  return action === 'endProcess' ? ` process ${id}` : ` session ${id}`
}

function quote(text: string): string {
  return `"${text}"`
}
