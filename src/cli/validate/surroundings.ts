import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { Draft } from '../../config/draft.ts'
import type { Finding } from '../../config/finding.ts'
import { Halt } from '../../errors.ts'
import type { Io } from '../io.ts'

export interface Asked {
  readonly env: boolean
  readonly variables?: string | undefined
  readonly 'allow-exec': boolean
}

/** The rules of the environment, for a file in a folder. Undefined where nobody asked: most runs do not load them. */
export async function environmentFor(
  io: Io,
  { env: own, variables, 'allow-exec': allowExec }: Asked,
): Promise<((folder: string) => (draft: Draft) => readonly Finding[]) | undefined> {
  const env = await variablesFor(io, own, variables)
  if (allowExec && env === undefined)
    throw new Halt('--allow-exec goes with --env', 'otherwise no program is looked for')
  if (env === undefined) return undefined
  const [{ environment }, { readAppMetadata }] = await Promise.all([
    import('../../config/environment.ts'),
    import('../../apps/saml/app-metadata.ts'),
  ])
  const looking = {
    env,
    allowExec,
    path: env.PATH ?? io.env.PATH,
    now: io.now?.() ?? Date.now(),
    readAppMetadata,
  }
  return folder => draft => environment(draft, { ...looking, folder })
}

/**
 * The variables that references are looked up in: with `--variables` those of the file, with `--env` this process's own;
 * with both, this process's own win. Undefined where neither was asked for.
 */
async function variablesFor(
  { env, cwd }: Io,
  own: boolean,
  file: string | undefined,
): Promise<Io['env'] | undefined> {
  if (file === undefined) return own ? env : undefined
  try {
    // whoever asks names it themselves: it may be what another program decrypts, --variables <(sops decrypt …)
    const text = await readFile(resolve(cwd, file), 'utf8')
    const found = parseEnv(withoutBareNames(text))
    if (!Object.keys(found).some(isName) && /^[ \t]*[^#\s]/m.test(text)) throw noVariables(file)
    return own ? { ...found, ...env } : found
  } catch (error) {
    if (error instanceof Halt) throw error
    const { code = 'unknown reason' } = error as { code?: string }
    throw new Halt(`${file} cannot be read (${code})`, 'name a file of NAME=value lines')
  }
}

/**
 * Docker passes on a variable that is named alone, and so has no value here; the parser would take it, and the line break, for the beginning
 * of the name in the next line. Within quotes a line is part of a value.
 */
const withoutBareNames = (text: string) =>
  text.replace(/=[ \t]*(["'`])[\s\S]*?\1|^[ \t]*[A-Za-z_][\w.-]*[ \t]*$/gm, (found, quote) =>
    quote ? found : '',
  )

const isName = (word: string) => /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(word)

/** What stands there instead is not told: it may be a secret. */
const noVariables = (file: string) =>
  new Halt(`${file} has no line of the form NAME=value`, 'name a file of NAME=value lines')
