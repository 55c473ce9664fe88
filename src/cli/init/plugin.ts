import { lstatSync } from 'node:fs'
import { readdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { variable } from '../../config/words.ts'
import { Halt } from '../../errors.ts'
import { pluginTypes } from '../../plugins.ts'
import { flagsIn } from '../flags.ts'
import type { ExitCode, Io } from '../io.ts'
import { packageFile } from '../package-file.ts'
import { shown } from '../table.ts'
import { version } from '../version.ts'
import { writeNew } from './new-file.ts'

const usage = `sso-kit init plugin NAME [-o FOLDER]

Makes a folder with a source type of a made-up vendor that works and passes the contract suite, to be changed into
one's own step by step: docs/plugins.md.
  NAME       what a source will say in type: lower-case letters, digits and -
  -o FOLDER  default: ./NAME
`

export async function initPlugin(args: string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = flagsIn({
    args,
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    io.stdout.write(usage)
    return 0
  }
  const [name, ...tooMuch] = positionals
  if (name === undefined) throw new Halt('what is the source type called?', 'sso-kit init plugin my-source')
  if (tooMuch.length > 0) throw new Halt(`"${tooMuch[0]}" is one word too many`, 'one name')
  if (!/^(?=.{1,63}$)[a-z](?:-?[a-z0-9])*$/.test(name))
    throw new Halt(`"${name}" cannot be a type`, 'lower-case letters, digits and single -, a letter first')
  if (pluginTypes.includes(name)) throw new Halt(`the type "${name}" is built in`, 'choose another name')
  const typed = values.output ?? name
  const folder = resolve(io.cwd, typed)
  if (isThere(folder)) throw new Halt(`${folder} is there already`, '-o FOLDER makes another one')

  await copy(packageFile('templates/plugin'), folder, text => called(text, name))
  await depend(folder)
  io.stdout.write(
    `wrote ${shown(typed)}\n\nnext\n  cd ${shown(typed)}\n  npm install       its tools; sso-kit itself is this installation\n  npm test          the contract suite, at the made-up vendor\n  npm run sandbox   click through a sign-in\n  README.md         what to change first\n`,
  )
  return 0
}

/** Also a link that leads nowhere. Of what cannot be looked at it is told by writing. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

async function copy(from: string, to: string, change: (text: string) => string): Promise<void> {
  for (const file of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue
    const path = join(file.parentPath, file.name)
    const target = join(to, path.slice(from.length))
    await writeNew(target, change(await readFile(path, 'utf8')))
  }
}

/** The template is a plugin itself, called `acme`. */
const called = (text: string, name: string): string =>
  text
    .replace(/\bacme\b/g, name)
    .replace(/\bACME_(?=[A-Z])/g, `${variable(name)}_`)
    .replace(/("sso-kit": )"[^"]*"/, `$1"^${version()}"`)

/**
 * The template names sso-kit as an optional peer: npm never fetches it by name, since whoever published that name may be
 * a stranger. Where the folder does not find this installation above itself, it is linked to it.
 */
async function depend(folder: string): Promise<void> {
  const installation = await realpath(packageFile('.'))
  if ((await foundFrom(folder)) === installation) return
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(await readFile(file, 'utf8'))
  manifest.devDependencies = {
    'sso-kit': `file:${relative(await realpath(folder), installation).replaceAll('\\', '/')}`,
    ...manifest.devDependencies,
  }
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`)
}

async function foundFrom(folder: string): Promise<string | undefined> {
  try {
    return await realpath(dirname(createRequire(join(folder, 'index.js')).resolve('sso-kit/package.json')))
  } catch {
    return undefined
  }
}
