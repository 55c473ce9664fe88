import { afterAll, describe, expect, it } from 'vitest'
import { makeFolder, removeFolders } from './folder.ts'
import { command } from './io.ts'

const cwd = makeFolder()
afterAll(removeFolders)
const ask = (...args: string[]) => command(args, { cwd })

const commands = [
  'validate',
  'serve',
  'accounts',
  'explain',
  'rules',
  'init',
  'migrate',
  'urls',
  'print',
  'permissions',
  'schema',
  'plugin',
]

describe('sso-kit', () => {
  it.each(['--help', '-h', 'help'])('lists its commands: %s', async word => {
    const { code, stdout, stderr } = await ask(word)
    expect([code, stderr]).toEqual([0, ''])
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, 'm'))
  })

  it('lists them too where no command is given, but has answered nothing', async () => {
    const { code, stdout } = await ask()
    expect([code, stdout]).toEqual([2, (await ask('--help')).stdout])
  })

  it.each(commands)('explains %s with --help and with -h, and does nothing', async name => {
    const help = await ask(name, '--help')
    expect([help.code, help.stderr]).toEqual([0, ''])
    expect(help.stdout).toMatch(new RegExp(`^sso-kit ${name}`))
    expect(await ask(name, '-h')).toEqual(help)
    expect(await ask('help', name)).toEqual(help)
  })

  it.each([
    ['explain', 'access'],
    ['init', 'ci'],
  ])('help %s %s is that of the second', async (...words) => {
    const told = await ask('help', ...words)
    expect(told).toEqual(await ask(...words, '--help'))
    expect(told).not.toEqual(await ask('help', words[0] ?? ''))
  })
})

describe('sso-kit exits 2 and says why on standard error:', () => {
  const wrong: [args: string[], says: string][] = [
    [['serv'], 'error: there is no command "serv"\n  help: did you mean sso-kit serve?\n'],
    [['valdate'], 'did you mean sso-kit validate?'],
    [['help', 'nope'], 'error: there is no command "nope"\n  help: sso-kit --help lists them\n'],
    [['help', 'valdate'], 'did you mean sso-kit validate?'],
    [['frobnicate'], 'help: sso-kit --help lists them'],
    [['--verbose'], 'there is no command "--verbose"'],
    [[''], 'there is no command ""'],
    // what every object has is no command
    [['constructor'], 'there is no command "constructor"'],
    [['__proto__'], 'there is no command "__proto__"'],
    [['serve', '--colour'], 'error: there is no flag "--colour"\n  help: --help lists the flags\n'],
    [['serve', '--sandbox=yes'], '--sandbox takes no value'],
    [['serve', '-x'], 'there is no flag "-x"'],
    [
      ['serve', 'another.yaml'],
      '"another.yaml" is one word too many\n  help: a configuration file is named by -c FILE',
    ],
    [['serve', '-c'], '-c needs a value'],
    [['serve', '-c', '--sandbox'], '-c needs a value'],
    [['serve', '--port', '8080'], '--port goes with --sandbox'],
    [['serve', '--sandbox', '--port', '65536'], '"65536" is no port'],
    [['serve', '--sandbox', '--port', 'http'], '"http" is no port'],
    [['serve', '--sandbox', '--port=-1'], '"-1" is no port'],
    [['serve', '--sandbox', '-c', 'missing.yaml'], 'missing.yaml'],
    [['serve', '--log-level', 'loud'], 'there is no log level "loud"'],
    [['serve'], 'no configuration file found'],
    [['validate', '--strickt'], 'there is no flag "--strickt"\n  help: did you mean --strict?'],
    [['validate', '--format', 'xml'], 'there is no format "xml"'],
    [['validate', 'missing.yaml'], 'missing.yaml'],
    [['accounts', 'list', '--all'], 'there is no flag "--all"'],
    [['accounts', 'lst'], 'accounts cannot "lst"'],
    [['accounts', 'toString'], 'accounts cannot "toString"'],
    [['accounts', 'list', '--format', 'xml'], 'there is no format "xml"'],
    [['accounts', 'show', 'a', 'b'], '"b" is one word too many'],
    [['accounts', 'list'], 'no configuration file found'],
    [['explain', 'no/such-rule'], 'there is no rule "no/such-rule"'],
    [['explain', 'unkown-key'], 'did you mean schema/unknown-key?'],
    [['explain', 'schema/env-nam'], 'did you mean secret/env-name?'],
    [['explain', 'casdoor/endpont'], 'did you mean casdoor/endpoint-inexact?'],
    [
      ['explain', 'casdoor/nonsense'],
      'casdoor has casdoor/built-in, casdoor/client-id-form, casdoor/endpoint-inexact',
    ],
    [['explain', 'secret inline'], 'did you mean secret/inline?'],
    [['explain', 'docs/rules/Secret/inline.md'], 'did you mean secret/inline?'],
    [
      ['explain', 'casdoor'],
      'casdoor has casdoor/built-in, casdoor/client-id-form, casdoor/endpoint-inexact',
    ],
    [['explain', 'placeholder'], 'did you mean secret/placeholder or value/placeholder?'],
    [['explain', 'value/placeholder', 'more'], '"more" is one word too many'],
    [['rules', 'secrets'], 'there is no group "secrets"\n  help: did you mean secret?'],
    [['explain', '../../package'], 'there is no rule "../../package"'],
    [['explain', '--all'], 'there is no flag "--all"'],
    [['print'], 'no configuration file found'],
    [['urls', 'dingtalk'], 'dingtalk'],
    [['urls', '--lang', 'fr'], 'there is no language "fr"'],
    [['rules', 'no-such-group'], 'there is no group "no-such-group"'],
    [['rules', 'id', 'ref'], '"ref" is one word too many'],
    [['permissions', '--profile', 'aList'], 'there is no profile "aList"'],
    [['permissions', '-c', 'missing.yaml'], 'missing.yaml'],
    [['schema', '--for', 'people'], 'there is no schema for "people"'],
    [['schema', '-o', 'a.json', '--check', 'a.json'], '-o writes and --check compares'],
    [['schema', '--check', 'missing.json'], 'missing.json cannot be read (ENOENT)'],
    [['schema', '-o', 'no/such/folder.json'], 'no/such/folder.json cannot be written (ENOENT)'],
    [['init'], 'which sources?'],
    [['init', '--source', 'githb'], 'there is no source type "githb"'],
    [['init', '--source', 'local', '--public-url', 'sso'], 'publicUrl'],
    [['init', '--from', 'keycloak', 'x.json'], 'there is no product to take over from "keycloak"'],
    [['init', '--from', 'alist'], 'which settings?'],
    [['init', '--from', 'alist', 'missing.json'], 'missing.json cannot be read (ENOENT)'],
    [['init', 'local'], '"local" is one word too many'],
  ]
  it.each(wrong)('%j', async (args, says) => {
    const { code, stdout, stderr } = await ask(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  it('and lists what accounts can do where no action is given', async () => {
    const { code, stdout } = await ask('accounts')
    expect([code, stdout]).toEqual([2, (await ask('accounts', '--help')).stdout])
  })
})

describe('a flag that is not there is told in our words, with what was meant:', () => {
  it.each([
    ['validate', '--formt=json', '--format'],
    ['serve', '--sandbx', '--sandbox'],
    ['accounts', '--baseDir=/x', '--base-dir'],
    ['explain', '--confg=a.yaml', '--config'],
    ['rules', '--fromat=md', '--format'],
    ['init', '--sorce=local', '--source'],
    ['migrate', '--hepl', '--help'],
    ['urls', '--langg=zh', '--lang'],
    ['print', '--formatt=json', '--format'],
    ['plugin', '--chek', '--check'],
    ['permissions', '--profil=alist', '--profile'],
    ['schema', '--outptu=x', '--output'],
  ])('%s %s', async (name, typed, meant) => {
    const [flag] = typed.split('=')
    expect(await ask(name, typed)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: there is no flag "${flag}"\n  help: did you mean ${meant}?\n`,
    })
  })

  it('never with what stands behind it', async () => {
    expect((await ask('accounts', 'create', '--passwrd=hunter2')).stderr).not.toContain('hunter2')
  })
})

describe('what was typed is never sent to the terminal as a control:', () => {
  const hostile = '\u001b[31m\u009b2J\u202e'
  it.each([
    ['the command', [hostile]],
    ['a file', ['validate', `${hostile}.yaml`]],
    ['an action', ['accounts', hostile]],
    ['a rule', ['explain', hostile]],
    ['a flag', ['serve', `--${hostile}`]],
    ['a word', ['accounts', 'show', 'a', hostile]],
    ['a group', ['rules', hostile]],
    ['a source type', ['init', '--source', hostile]],
    ['an address', ['init', '--source', 'local', '--public-url', hostile]],
    ['a schema', ['schema', '--check', hostile]],
    ['a profile', ['permissions', '--profile', hostile]],
  ])('%s', async (_what, args) => {
    const { code, stderr } = await ask(...args)
    expect(code).toBe(2)
    for (const character of hostile.match(/[^ -~]/g) ?? []) expect(stderr).not.toContain(character)
  })
})
