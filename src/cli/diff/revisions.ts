import { Halt } from '../../errors.ts'
import { quoted } from '../table.ts'
import type { Git } from './git.ts'

/** One side of a comparison: a commit, or the files as they are on disk. */
export interface Point {
  /** As people are told of it. */
  readonly label: string
  /** Absent: the working tree. */
  readonly commit?: string
}

export interface Points {
  readonly base: Point
  readonly head: Point
}

const workingTree: Point = { label: 'working tree' }

/**
 * Nothing: HEAD → working tree. `REV`: what HEAD and REV have in common → working tree. `A..B`: from one to the other.
 * `A...B`: what both have in common → B. Throws {@link Halt} where git knows one of them not.
 */
export function pointsOf(word: string | undefined, git: Git, mayFetch: boolean): Points {
  const commitOf = (revision: string) => resolved(revision, git, mayFetch)
  const point = (revision: string): Point => {
    const commit = commitOf(revision)
    return { label: isHash(revision, commit) ? short(commit) : `${revision} (${short(commit)})`, commit }
  }
  const common = (one: string, other: string): Point => {
    const commit = ancestor(commitOf(one), commitOf(other), git, mayFetch)
    return { label: `merge base with ${one} (${short(commit)})`, commit }
  }
  if (word === undefined) return { base: point('HEAD'), head: workingTree }
  const [, one = '', dots, other = ''] = /^(.*?)(\.{2,3})(.*)$/s.exec(word) ?? [word, word]
  const [from, to] = [one || 'HEAD', other || 'HEAD']
  if (dots === '..') return { base: point(from), head: point(to) }
  if (dots === '...') return { base: common(from, to), head: point(to) }
  return { base: common(word, 'HEAD'), head: workingTree }
}

export const short = (commit: string): string => commit.slice(0, 7)

const isHash = (revision: string, commit: string): boolean =>
  revision.length >= 7 && commit.startsWith(revision)

/** The commit of a revision, fetched where that was asked for. Throws {@link Halt}. */
export function resolved(revision: string, git: Git, mayFetch: boolean): string {
  const there = git.commit(revision)
  if (there !== undefined) return there
  const words = fetching(revision)
  if (words === undefined)
    throw new Halt(`git knows no revision "${revision}"`, 'name a branch, a tag or a commit')
  if (mayFetch) {
    git.fetch(words)
    return git.commit(revision) ?? git.commit('FETCH_HEAD') ?? unknown(revision, git)
  }
  return unknown(revision, git)
}

function unknown(revision: string, git: Git): never {
  const command = `git fetch ${(fetching(revision) ?? []).map(quoted).join(' ')}`
  throw git.isShallow()
    ? new Halt(
        `git knows no revision "${revision}": this clone has only the newest commits`,
        `run ${command}, or let diff do it with --fetch`,
      )
    : new Halt(
        `git knows no revision "${revision}"`,
        `name a branch, a tag or a commit; if the remote has it: ${command}`,
      )
}

/** How a revision is fetched; undefined for a word that no remote has, such as one that git would take for an option. */
function fetching(revision: string): string[] | undefined {
  if (!/^[A-Za-z0-9_][\w./-]*$/.test(revision) || revision === 'HEAD') return undefined
  const [, branch] = /^origin\/(.+)$/.exec(revision) ?? []
  return ['origin', branch === undefined ? revision : `+refs/heads/${branch}:refs/remotes/origin/${branch}`]
}

function ancestor(one: string, other: string, git: Git, mayFetch: boolean): string {
  const found = git.mergeBase(one, other)
  if (found !== undefined) return found
  const pair = `${short(one)} and ${short(other)}`
  if (git.isShallow() && !mayFetch)
    throw new Halt(
      `where ${pair} parted is not in this clone: it has only the newest commits`,
      'run git fetch --unshallow origin, or let diff do it with --fetch; or compare the two themselves: A..B',
    )
  if (git.isShallow()) git.fetch(['--unshallow', 'origin'])
  const fetched = git.mergeBase(one, other)
  if (fetched !== undefined) return fetched
  throw new Halt(`${pair} have no commit in common`, 'compare the two themselves: A..B')
}
