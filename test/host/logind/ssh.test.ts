/** What the system's ssh is called with, what its failures mean, and the shell behind it. */
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { suite, test } from 'node:test'
import { quote, RemoteShell } from '../../../src/host/logind/remote-shell.ts'
import { destinationOf, masterArguments, sharedArguments } from '../../../src/host/logind/ssh-command.ts'
import { sshFailure } from '../../../src/host/logind/ssh-failure.ts'

const target = { name: 'ssh://root@rds3:2222', transport: 'ssh', destination: 'root@rds3', port: 2222 } as const

suite('ssh’s command line', () => {
  test('ends its options before the destination, and asks nobody unless it may', () => {
    const master = masterArguments(target, '/tmp/a%b/control', false)
    assert.deepEqual(master.slice(-4), ['-p', '2222', '--', 'root@rds3'])
    assert.ok(master.includes('BatchMode=yes'))
    assert.ok(master.includes('ControlPath=/tmp/a%%b/control'))
    assert.ok(masterArguments({ ...target, port: null }, '/c', true).includes('BatchMode=no'))
  })

  test('never makes a second connection where the first has gone', () => {
    assert.ok(sharedArguments(target, '/c').includes('ProxyCommand=false'))
  })

  test('takes no destination that is an option or a word for a shell', () => {
    const bad = ['-oProxyCommand=x', 'root@-oProxyCommand=x', 'a b', 'a;b', '$(a)', '`a`', 'a\nb', 'a|b', '%h', "a'b"]
    for (const destination of bad) {
      assert.throws(() => destinationOf({ ...target, destination }), { code: 'HOST_UNREACHABLE' }, destination)
    }
    for (const destination of ['rds3', 'root@rds3.example.org', 'jörg@fe80::1', 'DOM_x@10.0.0.1']) {
      assert.equal(destinationOf({ ...target, destination }), destination)
    }
  })
})

test('sshFailure() tells apart who refuses, who is silent and who cannot be found', () => {
  const attempt = { host: 'rds3', seconds: 10 }
  const codes = {
    'root@rds3: Permission denied (publickey,password).': 'AUTHENTICATION_FAILED',
    'Host key verification failed.': 'AUTHENTICATION_FAILED',
    'Received disconnect from 10.0.0.1: Too many authentication failures': 'AUTHENTICATION_FAILED',
    'ssh: connect to host rds3 port 22: Connection refused': 'HOST_UNREACHABLE',
    'ssh: connect to host rds3 port 22: No route to host': 'HOST_UNREACHABLE',
    'ssh: Could not resolve hostname rds3: Name or service not known': 'HOST_UNREACHABLE',
    'kex_exchange_identification: Connection closed by remote host': 'HOST_UNREACHABLE',
    'ssh: connect to host rds3 port 22: Connection timed out': 'HOST_SILENT',
    'Connection timed out during banner exchange': 'HOST_SILENT',
    'Timeout, server rds3 not responding.': 'HOST_SILENT',
    '': 'HOST_UNREACHABLE',
  }
  for (const [stderr, code] of Object.entries(codes))
    assert.equal(sshFailure(`${stderr}\r\n`, attempt).code, code, stderr)
  assert.match(
    sshFailure('a banner\nssh: connect to host rds3 port 22: Connection refused\r\n', attempt).message,
    /Connection refused; check its name/,
  )
  assert.equal(
    sshFailure('root@rds3: Permission denied (publickey).\nConnection closed', attempt).code,
    'AUTHENTICATION_FAILED',
  )
})

suite('RemoteShell', () => {
  test('answers each script with its own output and code, whatever arrives before and in which pieces', async () => {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()]
    const shell = new RemoteShell(stdin, stdout)
    const [first, second] = [shell.run('true'), shell.run('false')]
    const mark = /([0-9a-f]{32})/.exec(String(stdin.read()))?.[1]
    assert.ok(mark)
    for (const piece of [
      'Wel',
      'come!',
      `\n${mark} 0`,
      `\nsome\nöut`,
      `\n${mark.slice(0, 5)}`,
      `${mark.slice(5)} 1\n`,
    ]) {
      stdout.write(piece)
    }
    assert.deepEqual(await first, { code: 0, stdout: 'Welcome!' })
    assert.deepEqual(await second, { code: 1, stdout: 'some\nöut' })
  })

  test('quote() makes one word of anything', () => {
    assert.equal(quote("it's $HOME"), "'it'\\''s $HOME'")
  })
})
