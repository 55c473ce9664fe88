import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'libsql'

const root = fileURLToPath(new URL('../../', import.meta.url))
const program = join(root, 'dist/sso-kit.cjs')
const sources = ['src', 'plugins', 'schemas', 'build', 'package.json']

/** Makes sure that `dist` is what the sources say. Call it before the first {@link start}. */
export function buildBundle(): void {
  // of test files that run at once one builds and the others wait; a lock of the engine ends with its holder
  const lock = new Database(join(root, 'node_modules/.sso-kit-build.lock'), { timeout: 60_000 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    const built = existsSync(program) ? statSync(program).mtimeMs : 0
    if (newest() > built) execFileSync(process.execPath, [join(root, 'build/build.mjs')])
  } finally {
    lock.close()
  }
}

/** Of files alone: that of `src/generated` changes with every run, whatever it says. */
function newest(): number {
  const files = sources.flatMap(name => {
    const path = join(root, name)
    if (!statSync(path).isDirectory()) return [path]
    const below = readdirSync(path, { recursive: true, withFileTypes: true })
    return below.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  })
  return Math.max(...files.filter(file => !/\.test\.ts$/.test(file)).map(file => statSync(file).mtimeMs))
}

export interface Surroundings {
  cwd: string
  /** Nothing else of this process's environment is handed on but PATH. */
  env?: Record<string, string>
  stdin?: string
}

export interface Ended {
  /** Null where a signal killed it. */
  code: number | null
  stdout: string
  stderr: string
}

export interface Child {
  pid: number
  /** Standard output up to now. */
  stdout(): string
  /** Waits for this on standard output; fails with everything it said if it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  kill(signal: NodeJS.Signals): Promise<Ended>
  ended: Promise<Ended>
}

const running = new Set<ChildProcess>()

/** `sso-kit …` as a process of its own, from the bundle. */
export function start(args: readonly string[], { cwd, env = {}, stdin = '' }: Surroundings): Child {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: tmpdir(), ...env },
  })
  running.add(child)
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  child.stdin.on('error', () => {}).end(stdin)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      running.delete(child)
      resolve({ code, ...said })
    })
  })
  return {
    pid: child.pid ?? 0,
    stdout: () => said.stdout,
    ended,
    kill: signal => {
      child.kill(signal)
      return ended
    },
    says: pattern =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(said.stdout)
          if (found) resolve(found)
        }
        look()
        child.stdout.on('data', look)
        ended.then(end => reject(new Error(`it ended instead: ${JSON.stringify(end)}`)), reject)
      }),
  }
}

export const run = (args: readonly string[], surroundings: Surroundings): Promise<Ended> =>
  start(args, surroundings).ended

/** For `afterAll`: nothing that a failed test left running survives it. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL')
}
