import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from './folder.ts'

export interface Repository {
  readonly folder: string
  /** Runs git there, and gives its output without the line break at the end. */
  git(...words: string[]): string
  write(name: string, text: string | Buffer): void
  /** Everything there is, as one commit; gives its hash. */
  commit(): string
}

const settings = [
  'user.name=Test',
  'user.email=test@example.com',
  'commit.gpgsign=false',
  'protocol.file.allow=always',
]

/** A real repository with these files as its first commit on `main`. */
export function makeRepository(files: Readonly<Record<string, string | Buffer>>): Repository {
  const repository = repositoryAt(makeFolder())
  repository.git('init', '--quiet', '--initial-branch=main')
  for (const [name, text] of Object.entries(files)) repository.write(name, text)
  repository.commit()
  return repository
}

export function repositoryAt(folder: string): Repository {
  const git = (...words: string[]) =>
    execFileSync('git', [...settings.flatMap(one => ['-c', one]), ...words], {
      cwd: folder,
      encoding: 'utf8',
      // nothing of whoever runs the tests
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd()
  return {
    folder,
    git,
    write(name, text) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    },
    commit() {
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--message', 'a change')
      return git('rev-parse', 'HEAD')
    },
  }
}
