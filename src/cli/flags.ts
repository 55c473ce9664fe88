import { type ParseArgsConfig, parseArgs } from 'node:util'
import { suggest } from '../config/suggest.ts'
import { Halt } from '../errors.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Typed = ParseArgsConfig & { args: string[]; options: Options }

/** What was typed behind a command. Throws {@link Halt} with what cannot be understood, and what was meant. */
export function flagsIn<T extends Typed>(config: T): ReturnType<typeof parseArgs<T>> {
  const { args, options, allowPositionals = false } = config
  // without a flag there is nothing to read, and Node's reader, loaded when it is first asked, takes a fortieth of a short command
  if (!args.some(isFlag) && (allowPositionals || args.length === 0))
    return { values: defaultsOf(options), positionals: args } as ReturnType<typeof parseArgs<T>>
  const typed = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true })
  const { tokens } = typed
  for (const token of tokens) {
    if (token.kind === 'option') checkFlag(token, options)
    if (token.kind === 'positional' && !allowPositionals)
      throw new Halt(`"${token.value}" is one word too many`, wordHelp(options))
  }
  // what has passed is what a second, strict reading would return
  return typed as ReturnType<typeof parseArgs<T>>
}

/** "-" alone is standard input. */
const isFlag = (word: string): boolean => word.startsWith('-') && word !== '-'

const defaultsOf = (options: Options): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) =>
      'default' in option ? [[name, option.default]] : [],
    ),
  )

interface Flag {
  name: string
  /** As it was typed. */
  rawName: string
  value?: string | undefined
  inlineValue?: boolean | undefined
}

function checkFlag({ name, rawName, value, inlineValue }: Flag, options: Options): void {
  if (isTakenByNode(name)) throw new Halt(`${rawName} is not a flag of sso-kit: ${whyNot}`, instead(options))
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (!option) throw new Halt(`there is no flag "${rawName}"`, meant(name, options))
  if (option.type === 'boolean' && value !== undefined)
    throw new Halt(`${rawName} takes no value`, `write ${rawName} alone`)
  // what looks like a flag is more often one than a value
  const missing = value === undefined || (!inlineValue && value.length > 1 && value.startsWith('-'))
  if (option.type === 'string' && missing)
    throw new Halt(`${rawName} needs a value`, 'a value that begins with - is written behind a =')
}

/** Node 20 looks for it behind the name of the program too, and has set the variables of that file by now, NODE_OPTIONS among them. */
const isTakenByNode = (name: string): boolean => name.startsWith('env-file')

const whyNot = 'Node takes it for itself, and may run what the file says'

const instead = (options: Options): string =>
  Object.hasOwn(options, 'variables') ? 'write --variables FILE' : 'leave it out'

function meant(name: string, options: Options): string {
  const found = suggest(name, Object.keys(options))
  return found === undefined ? '--help lists the flags' : `did you mean --${found}?`
}

const wordHelp = (options: Options): string =>
  Object.hasOwn(options, 'config') ? 'a configuration file is named by -c FILE' : '--help tells what it takes'

/** Whatever else is wrong with the command line. */
export function asksForJson(args: readonly string[]): boolean {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: { format: { type: 'string' } },
  })
  return values.format === 'json'
}
