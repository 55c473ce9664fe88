import { Halt } from '../errors.ts'
import { asksForJson } from './flags.ts'
import type { ExitCode, Io } from './io.ts'
import { type Command, run } from './run.ts'
import { version } from './version.ts'

/** Each command is loaded when it is asked for: `validate` never reads the web server. */
const commands: Readonly<Record<string, { does: string; load: () => Promise<Command> }>> = {
  validate: {
    does: 'check the file: every problem at once, with its place',
    load: async () => (await import('./validate.ts')).validate,
  },
  diff: {
    does: 'what a change of the file means for people, between revisions of git or two files',
    load: async () => (await import('./diff.ts')).diff,
  },
  test: {
    does: 'run scenarios: who signs in, and what they get by the file',
    load: async () => (await import('./test.ts')).test,
  },
  serve: {
    does: 'run it; --sandbox runs it with simulated vendors',
    load: async () => (await import('./serve.ts')).serve,
  },
  check: {
    does: 'ask each vendor now: addresses, credentials, permissions, clock',
    load: async () => (await import('./check.ts')).check,
  },
  sync: {
    does: 'read a directory now, and let accounts follow it; --dry-run says what would change',
    load: async () => (await import('./sync.ts')).sync,
  },
  accounts: {
    does: 'list, show, create, set, disable, enable, unbind, sessions',
    load: async () => (await import('./accounts.ts')).accounts,
  },
  tokens: {
    does: 'of the admin API: create, list, end',
    load: async () => (await import('./tokens.ts')).tokens,
  },
  explain: {
    does: 'a rule: what it means and what to write; access: why somebody may enter an app, or not',
    load: async () => (await import('./explain.ts')).explain,
  },
  rules: {
    does: 'every rule, its severity and what it finds',
    load: async () => (await import('./rules.ts')).rules,
  },
  init: {
    does: 'a first file, by questions or by flags; --from alist takes over its settings',
    load: async () => (await import('./init.ts')).init,
  },
  migrate: {
    does: 'bring the file to the newest language: what would change, or change it',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  urls: {
    does: "what to enter in each vendor's console, and what to bring back",
    load: async () => (await import('./urls.ts')).urls,
  },
  print: {
    does: 'the file with all its defaults; references stay references',
    load: async () => (await import('./print.ts')).print,
  },
  plugin: {
    does: 'for authors of source types: the manifest of a plugin, out of its code',
    load: async () => (await import('./plugin.ts')).plugin,
  },
  permissions: {
    does: 'a permission sum and its names: 768 = webdav_read + webdav_manage',
    load: async () => (await import('./permissions.ts')).permissions,
  },
  schema: {
    does: 'the JSON Schema of the file, for editors',
    load: async () => (await import('./schema.ts')).schema,
  },
}

/** They say in every format that they have why there is no answer. */
const ownDocuments: ReadonlySet<string> = new Set(['validate', 'diff', 'test'])

export async function main(args: string[], io: Io): Promise<ExitCode> {
  const [name = 'help', ...rest] = args
  const [about, ...more] = rest
  // `help explain access` is `explain access --help`, and there is no help for what there is not
  if (name === 'help' && about !== undefined && !about.startsWith('-'))
    return main([about, ...more, '--help'], io)
  if (['help', '--help', '-h'].includes(name)) {
    io.stdout.write(usage())
    return args.length === 0 ? 2 : 0
  }
  const load = (Object.hasOwn(commands, name) ? commands[name]?.load : undefined) ?? unknown(name)
  if (ownDocuments.has(name) || !asksForJson(rest)) return run(load, rest, io)
  return run(async () => (await import('./answering.ts')).answering(await load()), rest, io)
}

function usage(): string {
  const rows = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(12)} ${does}`)
  return `sso-kit ${version()} – one reviewed YAML file, a working sign-on gateway\n\n${rows.join('\n')}\n\nsso-kit COMMAND --help tells more.\n`
}

const unknown = (name: string) => async (): Promise<Command> => {
  const { suggest } = await import('../config/suggest.ts')
  const meant = suggest(name, Object.keys(commands))
  return async () => {
    throw new Halt(
      `there is no command "${name}"`,
      meant === undefined ? 'sso-kit --help lists them' : `did you mean sso-kit ${meant}?`,
    )
  }
}
