/** Japanese. */
import type { HostsFileFault } from '../../farm/hosts.ts'
import type { MessageButton } from '../../session/message.ts'
import type { Texts } from './catalogue.ts'
import { jaErrors } from './ja-errors.ts'
import { jaHelp } from './ja-help.ts'

/** The Japanese texts, without the help. */
export const ja: Texts = {
  errors: jaErrors,
  usage: {
    unknownSwitch: ({ part, spelled }) =>
      `${q(part)} は ${spelled} のパラメーターではありません。${q(`${spelled} /?`)} を参照してください`,
    valueMissing: ({ part }) => `${q(part)} には値が必要です。${part}:値 と指定してください`,
    valueUnwanted: ({ part }) => `${q(part)} に値は指定できません`,
    valueNotSeconds: ({ part, least, most }) =>
      `${q(part)} には ${least} から ${most} までの秒数を整数で指定してください`,
    switchTwice: ({ part }) => `${q(part)} が 2 回指定されています`,
    switchesExclusive: ({ parts }) => `${parts.join(' と ')} は同時に指定できません`,
    operandMissing: ({ operand, spelled }) =>
      `${spelled} にはパラメーター ${jaHelp.operands[operand]} が必要です。${q(`${spelled} /?`)} を参照してください`,
    operandEmpty: ({ spelled }) => `${spelled} に空のパラメーターがあります。省略するか、対象を指定してください`,
    operandUnexpected: ({ part, spelled }) =>
      `${spelled} に余分なパラメーター ${q(part)} があります。${q(`${spelled} /?`)} を参照してください`,
    mangled: ({ part }) =>
      `${q(part)} は Git Bash がパスに変換したパラメーターのようです。"--" で始めるか、MSYS_NO_PATHCONV=1 を設定してください`,
    noCommand: ({ spelled, words }) =>
      `${spelled} にはコマンドが必要です: ${words.join(', ')}。${q(`${spelled} /?`)} を参照してください`,
    unknownCommand: ({ part, spelled, words }) =>
      `${q(part)} は ${spelled} のコマンドではありません: ${words.join(', ')}`,
    sessionMissing: ({ host }) =>
      `${q(host)} は別のコンピューターであり、現在のセッションがありません。セッションを指定してください`,
    processScopeMissing: ({ host }) =>
      `${q(host)} は別のコンピューターであり、現在のセッションがありません。/id:セッション ID または /a を指定してください`,
    serverEmpty: ({ part }) => `${q(part)} に空のサーバー名があります`,
    valueNotCount: ({ part, least, most }) => `${q(part)} には ${least} から ${most} までの整数を指定してください`,
    valueNotOff: ({ part }) => `${q(part)} に指定できるのは "off" だけです`,
    faultUnknown: ({ part, words }) => `${q(part)} という障害はありません: ${words.join(', ')}`,
    commandUnusable: ({ part, reason }) => `コマンド ${q(part)} を実行できません: ${reason}`,
    networkOnly: ({ part }) =>
      `${q(part)} はネットワーク上の Windows セッション ホスト用です。/server:NAME でホストを指定してください`,
    terminalMissing: ({ part }) => `${q(part)} は端末で入力を求めますが、端末がありません`,
    passwordMissing: ({ account }) =>
      `${q(account)} のパスワードがありません。/password-file:FILE または /password-stdin で指定するか、端末でコマンドを実行してください`,
    passwordEmpty: () => '標準入力にパスワードがありません',
    passwordUnreadable: ({ file, reason }) => `パスワード ファイル ${q(file)} を読み取れません: ${reason}`,
    passwordExposed: ({ file }) =>
      `パスワード ファイル ${q(file)} は他のユーザーも読み取れます。"chmod 600" を実行してください`,
    passwordGiven: ({ part }) =>
      `${q(part)} に指定できるのはパスワードの入力を求める "*" だけです。コマンド ラインは他のユーザーからも見えます`,
    stdinTwice: () => '標準入力はパスワードに使われます。メッセージはコマンド ラインに指定してください',
    messageEmpty: () => 'メッセージが空です',
    recipientsMissing: ({ file }) => `${q(file)} に宛先がありません`,
    recipientsUnreadable: ({ file, reason }) => `宛先のファイル ${q(file)} を読み取れません: ${reason}`,
  },
  table: {
    server: 'サーバー',
    user: 'ユーザー名',
    session: 'セッション名',
    id: 'ID',
    state: '状態',
    type: '種類',
    device: 'デバイス',
    idle: 'アイドル時間',
    logon: 'ログオン時刻',
    pid: 'PID',
    image: 'プロセス',
    states: {
      active: 'アクティブ',
      connected: '接続',
      disconnected: '切断',
      closing: '終了中',
      listening: 'リッスン',
    },
    notIdle: 'なし',
  },
  announce: {
    logoff: (session) => `${whose(session)}をログオフしています`,
    reset: (session) => `${whose(session)}をリセットしています`,
    disconnect: (session) => `${whose(session)}を切断しています`,
    connect: (session) => `${whose(session)}に接続しています`,
  },
  done: {
    loggedOff: (facts) => `${which(facts)}をログオフしました (${facts.seconds} 秒)`,
    alreadyGone: (facts) => `${which(facts)}はすでに終了していました`,
    wouldLogOff: (facts) => `${which(facts)}がログオフの対象です`,
    disconnected: (facts) => `${which(facts)}を切断しました (${facts.seconds} 秒)`,
    reset: (facts) => `${which(facts)}をリセットしました (${facts.seconds} 秒)`,
    connected: (facts) => `${which(facts)}に接続しました (${facts.seconds} 秒)`,
    sent: ({ name }) => `セッション ${name} にメッセージを送信しました`,
  },
  notes: {
    lingering: (user) => `ユーザー ${q(user)} の常駐サービス (loginctl enable-linger) は実行を続けています`,
    userServicesEnded: (user) => `ユーザー ${q(user)} の最後のセッションとともに、そのサービスを終了しました`,
    displayRemains: (user) =>
      `X ディスプレイのロックまたはソケットが残っています。削除できるのは ${q(user)} と root だけです`,
  },
  killed: (process) => `強制終了しました: ${jaProcess(process)}`,
  remains: (process) => `まだ実行中です: ${jaProcess(process)}`,
  ended: (process) => `終了しました: ${jaProcess(process)}`,
  nobody: {
    session: (filter, hosts) =>
      `${filter} のセッションはありません: ${hosts} に${filter === '*' ? NOBODY_CAME : 'その名前、ID、ユーザーのセッションはありません'}`,
    user: (filter, hosts) =>
      `${filter} のユーザーはいません: ${hosts} に${filter === '*' ? NOBODY_CAME : 'その名前、ID、ユーザーのセッションはありません'}`,
    process: (filter, hosts) =>
      `${filter} のプロセスはありません: ${hosts} にその番号、名前、ユーザー、セッションのプロセスはありません`,
  },
  message: {
    title: (user, time) => `${user} からのメッセージ ${time}`,
    prompt: '送信するメッセージを入力してください。新しい行で CTRL-D を押すと終了します',
    sending: ({ name }, seconds) => `セッション ${name} にメッセージを送信しています。表示時間 ${seconds} 秒`,
    answered: ({ name }, button) => `セッション ${name} のメッセージに応答がありました: ${BUTTONS[button]}`,
    unanswered: ({ name }) => `セッション ${name} のメッセージに時間内に応答がありませんでした`,
  },
  lab: {
    started: (count) => `練習用ホスト ${count} 台が起動しました。CTRL-C で終了します`,
    roles: { administrator: '管理者: すべての操作が可能', user: 'ユーザー: 自分のセッションだけを終了可能' },
    elsewhere: '別の端末で実行してください:',
    message: (host, id, user, text) => `${q(host)} のセッション ${id}、${q(user)} の画面: ${text}`,
  },
  password: (account) => `${account} のパスワード`,
  doctor: {
    checks: {
      platform: 'プラットフォーム',
      logind: 'logind',
      kind: 'ホストの種類',
      sessions: 'セッション',
      current: '現在のセッション',
      rights: 'アクセス許可',
      cgroup: 'コントロール グループ',
      audit: '監査セッション ID',
      message: 'メッセージ',
      address: 'アドレス',
      dialect: 'SMB のバージョン',
      protection: '署名と暗号化',
      account: 'アカウント',
      pipe: 'パイプ',
      interface: 'インターフェイス',
      samba: 'Samba サーバー',
      pipeFolder: 'パイプのフォルダー',
      winbind: 'winbind による認証',
      rightsFile: 'アクセス許可ファイル',
      service: 'サービス',
    },
    passed: '可',
    failed: '不可',
    change: (remedy) => `対処: ${remedy}`,
    remedies: {
      installSamba: () => 'パッケージ samba と winbind をインストールしてください',
      installWinbind: () => '呼び出し元を認証するパッケージ winbind をインストールしてください',
      correctSmbConf: () => '"testparm -s" を実行し、その指摘に従って smb.conf を修正してください',
      addToSmbConf: ({ lines }) => `smb.conf の [global] に追加し、smbd を再起動してください: ${lines.join('; ')}`,
      startUnit: ({ unit }) => `"systemctl enable --now ${unit}" を実行してください`,
      readJournal: ({ unit }) => `"journalctl -u ${unit}" で原因を確認してください`,
      makeFolder: ({ path, mode }) =>
        `"install -d -m ${mode} ${path}" または "systemd-tmpfiles --create" を実行してください`,
      setMode: ({ path, mode }) => `"chmod ${mode} ${path}" を実行してください。Samba 自体がこのモードを要求します`,
      setOwner: ({ path }) => `"chown root:root ${path}" を実行してください。Samba 自体がこの所有者を要求します`,
      moveSockets: ({ folder, unit }) =>
        `Samba はパイプを ${folder} で探します。"systemctl edit ${unit}" で ListenStream= を空にし、このフォルダーで設定し直してください`,
      runAsRoot: () => '詳しく調べるには root で "tsctl doctor" を実行してください',
    },
  },
  serve: {
    platform: () => 'tsctl serve は Linux コンピューターをセッション ホストにします。Linux で実行してください',
    root: () =>
      'tsctl serve はすべてのユーザーのセッションを終了するため、root で実行する必要があります。"systemctl start logoff-serve" で起動してください',
    samba: () =>
      'tsctl serve は Samba を介して応答しますが、smbd がインストールされていません。パッケージ samba と winbind をインストールしてください',
    inTheWay: ({ path }) => `${q(path)} がパイプの場所をふさいでいます。削除してください`,
    taken: ({ path }) =>
      `パイプ ${q(path)} では別のプログラムが応答しています。別の tsctl serve の可能性があります。停止してください ("systemctl stop logoff-serve.socket logoff-serve")`,
    socketMissing: ({ path }) =>
      `systemd がパイプ ${q(path)} のソケットを開いていません。logoff-serve.socket をパッケージのものに戻してください`,
    folderOwner: ({ path, uid }) =>
      `${q(path)} の所有者がユーザー ${uid} です。"chown root: ${path}" を実行してください`,
    folderMode: ({ path, mode, wanted }) =>
      `${q(path)} のモードが ${mode} のため、Samba 自体のパイプが機能しなくなります。"chmod ${wanted} ${path}" を実行してください`,
    pipes: ({ folder, reason }) =>
      `${q(folder)} のパイプで待ち受けできません: ${reason}。"tsctl doctor" の結果を確認してください`,
  },
  hostsFile: (file, { line, problem, detail }) =>
    `hosts ファイル ${q(file)}${line ? ` の ${line} 行目` : ''}: ${HOSTS_FILE[problem](detail)}`,
  unwritable: (reason) => `出力を書き込めません: ${reason}`,
  internal: (reason) => `内部エラー: ${reason}。NODE_DEBUG=logoff の出力とともに報告してください`,
}

const BUTTONS: Readonly<Record<MessageButton, string>> = {
  ok: 'OK',
  cancel: 'キャンセル',
  yes: 'はい',
  no: 'いいえ',
  retry: '再試行',
  abort: '中止',
  ignore: '無視',
}

const NOBODY_CAME = 'ログオンしているユーザーはいません'

const HOSTS_FILE: Record<HostsFileFault['problem'], (detail: string) => string> = {
  syntax: (detail) => `TOML ではありません: ${detail}`,
  key: (detail) => `ここに ${q(detail)} というキーは書けません`,
  value: (detail) => `${q(detail)} にこの値は指定できません`,
  range: (detail) => `${q(detail)} は rds[01-40] のような範囲ではないか、アドレスの範囲と長さが異なります`,
  twice: (detail) => `${q(detail)} が 2 回書かれています`,
  group: (detail) => `グループ ${q(detail)} のホストはありません`,
  unreadable: (detail) => `読み取れません: ${detail}`,
}

function q(text: string): string {
  return `"${text}"`
}

function which({ host, id }: { host: string; id: string }): string {
  return `${q(host)} のセッション ID ${id} `
}

function whose(session: { host: string; id: string; user: string }): string {
  return session.user ? `${which(session)}(ユーザー ${q(session.user)}) ` : which(session)
}

function jaProcess({ pid, name, user, since }: { pid: number; name: string; user: string; since: string }): string {
  return `プロセス ${pid} (${name})、ユーザー ${q(user)}${since && `、開始 ${since}`}`
}
