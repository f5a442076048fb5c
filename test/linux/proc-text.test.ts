/** The texts of /proc, apart from reading them. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { parsePasswd } from '../../src/linux/accounts.ts'
import { parseAuditId } from '../../src/linux/audit.ts'
import { parseLastPid } from '../../src/linux/census.ts'
import { parsePopulated } from '../../src/linux/cgroup.ts'
import { parseBootTime } from '../../src/linux/clock.ts'
import { parseEnviron } from '../../src/linux/environ.ts'
import { parseMounts } from '../../src/linux/mounts.ts'
import { isRunning, isStopped, parseStat } from '../../src/linux/stat.ts'
import { parseStatus } from '../../src/linux/status.ts'
import { xrdpDisplays } from '../../src/linux/xrdp/displays.ts'

/** Fields 3 to 24 as the kernel wrote them for a shell on pts/0. */
const FIELDS = 'S 62 63 63 34816 63 4194304 1043 2110 0 0 1 0 0 0 20 0 1 0 130965 4751360 922'

suite('parseStat()', () => {
  test('reads a line of the kernel', () => {
    assert.deepEqual(parseStat(`63 (bash) ${FIELDS}`), {
      ...{ pid: 63, name: 'bash', state: 'S', parent: 62, group: 63, processSession: 63 },
      ...{ terminal: 34816, threadCount: 1, startTicks: 130965 },
    })
  })

  test('reads any name that a process can give itself', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const stat = parseStat(`63 (${name}) ${FIELDS}`)
        assert.equal(stat?.name, name)
        assert.equal(stat?.startTicks, 130965)
      }),
    )
  })

  test('takes a line that was cut short for none', () => {
    const line = `63 (bash) ${FIELDS.split(' ').slice(0, 20).join(' ')}`
    assert.notEqual(parseStat(line), null)
    for (const end of [0, 3, 8, 20, line.lastIndexOf(' ')]) assert.equal(parseStat(line.slice(0, end)), null)
  })
})

suite('isRunning()', () => {
  const stat = (state: string, threads = 1) => {
    const fields = FIELDS.split(' ')
    return parseStat(`63 (bash) ${[state, ...fields.slice(1, 17), threads, ...fields.slice(18)].join(' ')}`)!
  }

  test('says that a zombie does not run', () => assert.equal(isRunning(stat('Z')), false))
  test('says that a zombie runs whose other threads do', () => assert.equal(isRunning(stat('Z', 3)), true))
  test('says that what sleeps, waits or is stopped runs', () => {
    for (const state of ['R', 'S', 'D', 'T', 't']) assert.equal(isRunning(stat(state)), true)
  })
  test('tells stopped from traced', () => {
    assert.ok(isStopped(stat('T')))
    assert.ok(!isStopped(stat('t')))
  })
})

suite('parseStatus()', () => {
  test('reads the real and the saved user ID, and the process of a thread', () => {
    const text = 'Name:\tpasswd\nTgid:\t70\nNgid:\t0\nPid:\t71\nUid:\t1000\t0\t0\t0\nGid:\t1000\t1000\t1000\t1000\n'
    assert.deepEqual(parseStatus(text), { threadGroup: 70, uid: 1000, savedUid: 0 })
  })
  test('takes an empty file for none', () => assert.equal(parseStatus(''), null))
  test('is not misled by a name of several lines', () => {
    const text = 'Name:\tx\\nUid:\\t0\nTgid:\t70\nUid:\t1000\t1000\t1000\t1000\n'
    assert.equal(parseStatus(text)?.uid, 1000)
  })
})

suite('parseAuditId()', () => {
  test('reads a number', () => assert.equal(parseAuditId('265'), 265))
  test('reads 0, which is a user', () => assert.equal(parseAuditId('0'), 0))
  test('takes the largest number for no login', () => assert.equal(parseAuditId('4294967295'), null))
  test('takes an empty file for no login', () => assert.equal(parseAuditId(''), null))
})

suite('parseEnviron()', () => {
  test('reads pairs whose values hold equals signs and newlines', () => {
    const variables = parseEnviron('A=1=2\nB=3\0DISPLAY=:10\0')
    assert.equal(variables.get('A'), '1=2\nB=3')
    assert.equal(variables.get('DISPLAY'), ':10')
  })
  test('takes the first of two of one name', () => assert.equal(parseEnviron('A=1\0A=2\0').get('A'), '1'))
  test('leaves out what is no pair', () => assert.deepEqual([...parseEnviron('\0=x\0words\0').keys()], []))
})

suite('parseMounts()', () => {
  test('reads folder and type, and spaces in a folder', () => {
    const text =
      'proc /proc proc rw 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n/dev/sda1 /mnt/a\\040b ext4 rw 0 0\n'
    assert.deepEqual(parseMounts(text), [
      { folder: '/proc', type: 'proc' },
      { folder: '/sys/fs/cgroup/unified', type: 'cgroup2' },
      { folder: '/mnt/a b', type: 'ext4' },
    ])
  })
})

suite('parsePopulated()', () => {
  test('reads the kernel’s word', () => {
    assert.equal(parsePopulated('populated 1\nfrozen 0\n'), true)
    assert.equal(parsePopulated('populated 0\nfrozen 0\n'), false)
  })
  test('takes a group that has gone for an empty one', () => assert.equal(parsePopulated(''), false))
})

suite('parseBootTime()', () => {
  test('reads seconds and answers milliseconds', () =>
    assert.equal(parseBootTime('cpu 1 2\nbtime 1795000000\n'), 1_795_000_000_000))
  test('says where there is none', () => assert.equal(parseBootTime('cpu 1 2\n'), null))
})

suite('parseLastPid()', () => {
  test('reads the file that holds it alone', () => assert.equal(parseLastPid('2121\n'), 2121))
  test('reads the last field of the load', () => assert.equal(parseLastPid('0.93 2.59 1.56 1/93 2122\n'), 2122))
  test('says where there is none', () => assert.equal(parseLastPid(''), null))
})

suite('parsePasswd()', () => {
  test('reads accounts, of any letters, and no lines of another form', () => {
    const text = 'root:x:0:0:root:/root:/bin/bash\njörg:x:1003:1004:,,,:/home/jörg:/bin/sh\n+::::::\n\n# x\n'
    assert.deepEqual(parsePasswd(text), [
      { name: 'root', uid: 0, gid: 0, home: '/root' },
      { name: 'jörg', uid: 1003, gid: 1004, home: '/home/jörg' },
    ])
  })
})

suite('xrdpDisplays()', () => {
  const line = (state: string, path: string) => `ffff8881: 00000003 00000000 00000000 0001 ${state} 25312 ${path}`

  test('tells the displays to which xrdp is connected, has been and will be, of both versions', () => {
    const text = [
      'Num       RefCount Protocol Flags    Type St Inode Path',
      line('01', '/run/xrdp/sockdir/xrdp_display_10'),
      line('03', '/run/xrdp/sockdir/xrdp_display_10'),
      line('01', '/run/xrdp/sockdir/xrdpapi_10'),
      line('01', '/run/xrdp/sockdir/1000/xrdpapi_11'),
      line('01', '/run/xrdp/sockdir/1000/xrdp_display_11'),
      line('03', '/run/xrdp/sockdir/1000/xrdp_display_12'),
      line('01', '/run/xrdp/sockdir/1000/xrdp_display_12'),
      line('03', '/tmp/run/xrdp/sockdir/xrdp_display_13'),
      line('01', '/run/xrdp/sockdir/xrdp_display_14'),
      line('01', '/run/xrdp/sockdir/xrdp_disconnect_display_14'),
      line('01', '/run/xrdp/sockdir/xrdp_display_15'),
      line('01', '/run/xrdp/sockdir/xrdp_chansrv_socket_15'),
      line('03', ''),
    ].join('\n')
    assert.deepEqual(Object.fromEntries(xrdpDisplays(text)), {
      10: 'connected',
      11: 'left',
      12: 'connected',
      14: 'begun',
      15: 'left',
    })
  })
})
