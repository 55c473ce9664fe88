import { spawnSync } from 'node:child_process'
import { relative, sep } from 'node:path'
import { mostBytes } from '../../config/yaml/decode.ts'
import { visible } from '../../diagnostics/visible.ts'
import { Halt } from '../../errors.ts'
import type { Io } from '../io.ts'

/** What is asked of the repository that a folder is in. Nothing of it is changed but by {@link Git.fetch}. */
export interface Git {
  /** The root of the working tree. */
  readonly top: string
  /** The whole hash of a revision; undefined where there is none of that name. */
  commit(revision: string): string | undefined
  /** Undefined where two revisions have no ancestor in common, or none that is there. */
  mergeBase(one: string, other: string): string | undefined
  /** What is at a path of a commit; undefined where nothing is. */
  kindOf(commit: string, path: string): 'blob' | 'tree' | undefined
  /** Undefined where there is no such file. Throws {@link Halt} where it is too large to be a configuration. */
  read(commit: string, path: string): Buffer | undefined
  /** New and old paths of the files that were renamed since a commit: up to another one, or to the working tree. */
  renamed(base: string, head: string | undefined): ReadonlyMap<string, string>
  isShallow(): boolean
  /** The one thing that opens a connection. Throws {@link Halt}. */
  fetch(words: readonly string[]): void
}

/** No pager, no helper program of the repository's own, no lock, and no connection to fetch what is missing. */
const quiet = ['--no-pager', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null']
const offline = ['-c', 'protocol.allow=never']
const surroundings = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
}

/** Throws {@link Halt} where there is no git, or the folder is in no working tree. */
export function gitIn({ cwd, env }: Io): Git {
  const run = (args: readonly string[], options: readonly string[] = offline) => {
    const ran = spawnSync('git', [...quiet, ...options, ...args], {
      cwd,
      env: { ...env, ...surroundings },
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (ran.error) throw notThere(ran.error)
    return ran
  }
  const line = (args: readonly string[]): string | undefined => {
    const { status, stdout } = run(args)
    return status === 0 ? stdout.toString().replace(/\r?\n$/, '') : undefined
  }

  const top = line(['rev-parse', '--show-toplevel'])
  if (top === undefined || top === '')
    throw noRepository(cwd, reason(run(['rev-parse', '--show-toplevel']).stderr))
  const object = (commit: string, path: string) => `${commit}:${path}`

  return {
    top,
    commit: revision =>
      line(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]),
    mergeBase: (one, other) => line(['merge-base', one, other])?.split('\n')[0],
    kindOf(commit, path) {
      const kind = line(['cat-file', '-t', object(commit, path)])
      return kind === 'blob' || kind === 'tree' ? kind : undefined
    },
    read(commit, path) {
      // known by the folder that it is in, whether it is here or not
      const blob = line(['rev-parse', '--verify', '--quiet', '--end-of-options', object(commit, path)])
      if (blob === undefined) return undefined
      const kind = line(['cat-file', '-t', blob])
      if (kind === undefined) throw notHere(path, commit, blob)
      if (kind !== 'blob') return undefined
      const size = Number(line(['cat-file', '-s', blob]))
      if (!(size < mostBytes))
        throw new Halt(
          `${path} of ${commit.slice(0, 7)} has more than 256 KiB`,
          'check that this is the right file',
        )
      return run(['cat-file', 'blob', blob]).stdout
    },
    renamed(base, head) {
      const revisions = head === undefined ? [base] : [base, head]
      const options = ['--name-status', '-z', '-M', '--diff-filter=R', '--no-ext-diff', '--no-textconv']
      const found = run(['diff', ...options, ...revisions, '--'])
        .stdout.toString()
        .split('\0')
      // a letter with how alike they are, the old path, the new one
      const rows = found.flatMap((_, index) => (index % 3 === 0 ? [found.slice(index + 1, index + 3)] : []))
      return new Map(rows.flatMap(([old, now]) => (old && now ? [[now, old] as const] : [])))
    },
    isShallow: () => line(['rev-parse', '--is-shallow-repository']) === 'true',
    fetch(words) {
      const { status, stderr } = run(['fetch', '--quiet', '--no-tags', ...words], [])
      if (status !== 0)
        throw new Halt(
          `git fetch failed: ${reason(stderr)}`,
          'check the remote "origin" and the right to read it',
        )
    },
  }
}

/** A file by its path in the repository, as git writes it; undefined for what is outside. */
export function pathInRepository({ top }: Git, file: string): string | undefined {
  const path = relative(top, file)
  return path === '' || path.startsWith('..') ? undefined : path.split(sep).join('/')
}

const reason = (stderr: Buffer): string =>
  visible(
    stderr
      .toString()
      .trim()
      .split('\n')[0]
      ?.replace(/^(?:fatal|error): /, '') ?? '',
  )

const notHere = (path: string, commit: string, blob: string) =>
  new Halt(
    `${path} of ${commit.slice(0, 7)} is not in this clone, which has only what it needed so far`,
    `run git cat-file -e ${blob}, which fetches it`,
  )

const notThere = (error: Error) =>
  new Halt('git cannot be run', 'install git, or name two files: sso-kit diff OLD.yaml NEW.yaml', error)

const noRepository = (folder: string, why: string) =>
  new Halt(
    `${folder} is in no git repository${/dubious ownership/.test(why) ? ` that this user may read: ${why}` : ''}`,
    'run it inside of one, or name two files: sso-kit diff OLD.yaml NEW.yaml',
  )
