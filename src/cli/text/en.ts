/** English. */
import { onDemand } from '../../errors/on-demand.ts'
import { ENGLISH } from '../../errors.ts'
import type { HostsFileFault } from '../../farm/hosts.ts'
import type { MessageButton } from '../../session/message.ts'
import type { Texts } from './catalogue.ts'
import { enHelp } from './en-help.ts'

/** The English texts, without the help. */
export const en = onDemand(
  (): Texts => ({
    errors: ENGLISH,
    usage: {
      unknownSwitch: ({ part, spelled }) => `${q(part)} is not a switch of ${spelled}; see ${q(`${spelled} /?`)}`,
      valueMissing: ({ part }) => `${q(part)} needs a value: write ${part}:VALUE`,
      valueUnwanted: ({ part }) => `${q(part)} takes no value`,
      valueNotSeconds: ({ part, least, most }) => `${q(part)} needs a whole number of seconds from ${least} to ${most}`,
      switchTwice: ({ part }) => `${q(part)} is given twice`,
      switchesExclusive: ({ parts }) => `${parts.join(' and ')} cannot be given together`,
      operandMissing: ({ operand, spelled }) =>
        `${spelled} needs an argument, ${enHelp.operands[operand]}; see ${q(`${spelled} /?`)}`,
      operandEmpty: ({ spelled }) => `An argument of ${spelled} is empty; leave it out, or say what it should name`,
      operandUnexpected: ({ part, spelled }) =>
        `${q(part)} is one argument too many for ${spelled}; see ${q(`${spelled} /?`)}`,
      mangled: ({ part }) =>
        `${q(part)} looks like a switch that Git Bash turned into a path; write it with "--", or set MSYS_NO_PATHCONV=1`,
      noCommand: ({ spelled, words }) => `${spelled} needs a command: ${words.join(', ')}; see ${q(`${spelled} /?`)}`,
      unknownCommand: ({ part, spelled, words }) => `${q(part)} is not a command of ${spelled}: ${words.join(', ')}`,
      sessionMissing: ({ host }) => `${q(host)} is another machine and has no current session; name a session`,
      processScopeMissing: ({ host }) =>
        `${q(host)} is another machine and has no current session; add /id:SESSIONID or /a`,
      serverEmpty: ({ part }) => `${q(part)} names no server between its commas`,
      valueNotCount: ({ part, least, most }) => `${q(part)} needs a whole number from ${least} to ${most}`,
      valueNotOff: ({ part }) => `${q(part)} takes only "off"`,
      faultUnknown: ({ part, words }) => `${q(part)} is not a fault: ${words.join(', ')}`,
      commandUnusable: ({ part, reason }) => `The command ${q(part)} cannot be run: ${reason}`,
      networkOnly: ({ part }) => `${q(part)} is for Windows session hosts on the network; name one with /server:NAME`,
      terminalMissing: ({ part }) => `${q(part)} asks on a terminal, and there is none`,
      passwordMissing: ({ account }) =>
        `No password for ${q(account)}: give it with /password-file:FILE or /password-stdin, or run the command on a terminal`,
      passwordEmpty: () => 'Standard input holds no password',
      passwordUnreadable: ({ file, reason }) => `Cannot read the password file ${q(file)}: ${reason}`,
      passwordExposed: ({ file }) => `The password file ${q(file)} can be read by others; run "chmod 600" on it`,
      passwordGiven: ({ part }) =>
        `${q(part)} takes only "*", which asks for the password; a command line can be read by others`,
      stdinTwice: () => 'Standard input holds the password; write the message on the command line',
      messageEmpty: () => 'The message is empty',
      recipientsMissing: ({ file }) => `${q(file)} names no recipient`,
      recipientsUnreadable: ({ file, reason }) => `Cannot read the recipients in ${q(file)}: ${reason}`,
    },
    table: {
      server: 'SERVER',
      user: 'USERNAME',
      session: 'SESSIONNAME',
      id: 'ID',
      state: 'STATE',
      type: 'TYPE',
      device: 'DEVICE',
      idle: 'IDLE TIME',
      logon: 'LOGON TIME',
      pid: 'PID',
      image: 'IMAGE',
      states: { active: 'Active', connected: 'Conn', disconnected: 'Disc', closing: 'Closing', listening: 'Listen' },
      notIdle: 'none',
    },
    announce: {
      logoff: (session) => `Logging off ${whose(session)}`,
      reset: (session) => `Resetting ${whose(session)}`,
      disconnect: (session) => `Disconnecting ${whose(session)}`,
      connect: (session) => `Connecting ${whose(session)}`,
    },
    done: {
      loggedOff: (facts) => `${theSession(facts)} logged off in ${facts.seconds} s`,
      alreadyGone: (facts) => `${theSession(facts)} was already gone`,
      wouldLogOff: (facts) => `${theSession(facts)} would be logged off`,
      disconnected: (facts) => `${theSession(facts)} disconnected in ${facts.seconds} s`,
      reset: (facts) => `${theSession(facts)} reset in ${facts.seconds} s`,
      connected: (facts) => `${theSession(facts)} connected in ${facts.seconds} s`,
      sent: ({ name }) => `Async message sent to session ${name}`,
    },
    notes: {
      lingering: (user) => `Services of ${q(user)} that linger (loginctl enable-linger) were left running`,
      userServicesEnded: (user) => `Services of ${q(user)} ended with the user's last session`,
      displayRemains: (user) => `Lock or sockets of the X display are left; only ${q(user)} and root can remove them`,
    },
    killed: (process) => `Killed: ${enProcess(process)}`,
    remains: (process) => `Still running: ${enProcess(process)}`,
    ended: (process) => `Ended: ${enProcess(process)}`,
    nobody: {
      session: (filter, hosts) =>
        `No session exists for ${filter}: ${filter === '*' ? NOBODY_CAME : 'no session has that name, ID or user'} on ${hosts}`,
      user: (filter, hosts) =>
        `No User exists for ${filter}: ${filter === '*' ? NOBODY_CAME : 'no session with a user has that name, ID or user'} on ${hosts}`,
      process: (filter, hosts) =>
        `No Process exists for ${filter}: nothing runs on ${hosts} that has that number, name, user or session`,
    },
    message: {
      title: (user, time) => `Message from ${user} ${time}`,
      prompt: 'Enter the message to send; end it with CTRL-D on a line of its own',
      sending: ({ name }, seconds) => `Sending message to session ${name}, display time ${seconds}`,
      answered: ({ name }, button) => `Message to session ${name} was answered: ${BUTTONS[button]}`,
      unanswered: ({ name }) => `Message to session ${name} was not answered in time`,
    },
    lab: {
      started: (count) => `${count} practice ${count === 1 ? 'host is' : 'hosts are'} up; CTRL-C ends them`,
      roles: { administrator: 'administrator: may do everything', user: 'user: may end only his own sessions' },
      elsewhere: 'In another terminal:',
      message: (host, id, user, text) => `On the screen of ${q(user)}, session ${id} on ${q(host)}: ${text}`,
    },
    password: (account) => `Password of ${account}`,
    doctor: {
      checks: {
        platform: 'Platform',
        logind: 'logind',
        kind: 'Kind of host',
        sessions: 'Sessions',
        current: 'Current session',
        rights: 'Rights',
        cgroup: 'Control groups',
        audit: 'Audit session IDs',
        message: 'Messages',
        address: 'Address',
        dialect: 'Dialect',
        protection: 'Protection',
        account: 'Account',
        pipe: 'Pipe',
        interface: 'Interface',
        samba: 'Samba',
        pipeFolder: 'Pipe folders',
        winbind: 'winbind',
        rightsFile: 'Rights file',
        service: 'Service',
      },
      passed: 'yes',
      failed: 'no',
      change: (remedy) => `to change: ${remedy}`,
      remedies: {
        installSamba: () => 'install the packages samba and winbind',
        installWinbind: () => 'install the package winbind, which authenticates callers',
        correctSmbConf: () => 'run "testparm -s" and correct smb.conf as it says',
        addToSmbConf: ({ lines }) => `add to [global] in smb.conf and restart smbd: ${lines.join('; ')}`,
        startUnit: ({ unit }) => `run "systemctl enable --now ${unit}"`,
        readJournal: ({ unit }) => `see why with "journalctl -u ${unit}"`,
        makeFolder: ({ path, mode }) => `run "install -d -m ${mode} ${path}", or "systemd-tmpfiles --create"`,
        setMode: ({ path, mode }) => `run "chmod ${mode} ${path}", which Samba itself demands`,
        setOwner: ({ path }) => `run "chown root:root ${path}", which Samba itself demands`,
        moveSockets: ({ folder, unit }) =>
          `Samba looks for pipes in ${folder}: run "systemctl edit ${unit}", empty ListenStream= and set it anew with that folder`,
        runAsRoot: () => 'run "tsctl doctor" as root to see more',
      },
    },
    serve: {
      platform: () => 'tsctl serve makes a Linux machine a session host; run it on one',
      root: () =>
        'tsctl serve must run as root, since it ends the sessions of all users; start it with "systemctl start logoff-serve"',
      samba: () =>
        'tsctl serve answers behind Samba, and smbd is not installed here; install the packages samba and winbind',
      inTheWay: ({ path }) => `${q(path)} is in the way of the pipes; remove it`,
      taken: ({ path }) =>
        `Another program answers on the pipe ${q(path)}; stop it, it may be another tsctl serve ("systemctl stop logoff-serve.socket logoff-serve")`,
      socketMissing: ({ path }) =>
        `systemd has opened no socket for the pipe ${q(path)}; correct logoff-serve.socket as the package has it`,
      folderOwner: ({ path, uid }) => `${q(path)} belongs to user ${uid}; run "chown root: ${path}"`,
      folderMode: ({ path, mode, wanted }) =>
        `${q(path)} has mode ${mode}, with which Samba's own pipes would cease to work; run "chmod ${wanted} ${path}"`,
      pipes: ({ folder, reason }) =>
        `Cannot listen on the pipes in ${q(folder)}: ${reason}; see what "tsctl doctor" says`,
    },
    hostsFile: (file, { line, problem, detail }) =>
      `Hosts file ${q(file)}${line ? `, line ${line}` : ''}: ${HOSTS_FILE[problem](detail)}`,
    unwritable: (reason) => `Cannot write the output: ${reason}`,
    internal: (reason) => `Internal error: ${reason}; please report it with what NODE_DEBUG=logoff prints`,
  }),
)

const BUTTONS = onDemand(
  (): Readonly<Record<MessageButton, string>> => ({
    ok: 'OK',
    cancel: 'Cancel',
    yes: 'Yes',
    no: 'No',
    retry: 'Retry',
    abort: 'Abort',
    ignore: 'Ignore',
  }),
)

const HOSTS_FILE = onDemand(
  (): Record<HostsFileFault['problem'], (detail: string) => string> => ({
    syntax: (detail) => `this is not TOML: ${detail}`,
    key: (detail) => `${q(detail)} is not a key that can stand here`,
    value: (detail) => `${q(detail)} cannot have this value`,
    range: (detail) => `${q(detail)} is not a range such as rds[01-40], or its address is one of another length`,
    twice: (detail) => `${q(detail)} is given twice`,
    group: (detail) => `no host is in the group ${q(detail)}`,
    unreadable: (detail) => `it cannot be read: ${detail}`,
  }),
)

const NOBODY_CAME = 'there is nobody'

function q(text: string): string {
  return `"${text}"`
}

function sessionOf({ host, id }: { host: string; id: string }): string {
  return `session ID ${id} on ${q(host)}`
}

function theSession(facts: { host: string; id: string }): string {
  return sessionOf(facts).replace('s', 'S')
}

function whose(session: { host: string; id: string; user: string }): string {
  return session.user ? `${sessionOf(session)}, of user ${q(session.user)}` : sessionOf(session)
}

function enProcess({ pid, name, user, since }: { pid: number; name: string; user: string; since: string }): string {
  return `process ${pid} (${name}) of ${q(user)}${since && `, since ${since}`}`
}
