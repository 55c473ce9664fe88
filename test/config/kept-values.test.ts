import { eachSlip, site } from './slip.ts'

/** A help says what its reader wrote, in the form that is asked for, and nothing else in its place. */
const itself =
  'write the value itself: no reference may stand here; what differs by environment goes into an overlay'
const guard = 'guard: { accounts: 20, percent: 5 }'
const session = 'session: { idle: 30m, lifetime: 8h }'
const proxy = 'http://proxy.example.com:3128'
const withProxy = `outbound: { proxy: ${proxy} }\naudit:\n`

eachSlip(site, [
  ['every: 12h', 'every: 43200s', 'write every: 12h'],
  ['every: 12h', 'every: 86400s', 'write every: 1d', 'every: 1d'],
  ['every: 12h', 'every: 90s', 'write every: 1h', 'every: 1h'],
  ['every: 12h', 'intervalHours: 12', 'write every: 12h'],
  ['every: 12h', 'interval_minutes: 720', 'write every: 720m', 'every: 720m'],
  [session, 'session: { idleMinutes: 30, lifetime: 8h }', 'write idle: 30m'],
  [session, 'session: { idle: 30m, maxAgeSeconds: 28800 }', 'write lifetime: 28800s'],
  [guard, 'guard: 5%', 'write guard: { percent: 5 }', 'guard: { percent: 5 }'],
  [
    guard,
    'guard: 30',
    'write guard: { accounts: 30 }; instead of "accounts" it may be "percent"',
    'guard: { accounts: 30 }',
  ],
  ['name: 钉钉\n', 'name: $' + '{DINGTALK_NAME}\n', itself],
  ['baseDir: /staff', 'baseDir: $' + '{DIR}', itself],
  ['id: github\n', 'id: $' + '{GITHUB_ID}\n', itself],
  ...['httpProxy', 'proxyUrl', 'https_proxy'].map(
    key =>
      [
        'audit:\n',
        `outbound: { ${key}: ${proxy} }\naudit:\n`,
        'write "proxy": that is what it is called here',
        withProxy,
      ] as const,
  ),
  ['audit:\n', `httpProxy: ${proxy}\naudit:\n`, 'move it under "outbound", as "proxy"', withProxy],
  ['audit:\n', `proxy: ${proxy}\naudit:\n`, 'move it under "outbound"', withProxy],
])
