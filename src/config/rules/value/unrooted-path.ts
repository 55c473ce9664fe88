import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Draft, DraftSource } from '../../draft.ts'
import { quote } from '../../words.ts'
import { namesOf } from '../names.ts'
import type { Rule } from '../rule.ts'

/** Where departments are known by their paths, one begins with a slash; what has one inside is compared with names. */
export const unrootedPath: Rule = draft => {
  const isPathed = pathed(draft)
  return namesOf(draft)
    .filter(({ at, of, name }) => /^departments?$/.test(of) && /^[^/]+\/[^/]/.test(name) && isPathed(at))
    .map(({ at, name }) => ({
      at,
      message: `${quote(name)} is compared with names of departments, for a path begins with a slash`,
      help: `write /${name} where ${quote(name.split('/')[0] ?? '')} is the top of the directory, and the names above it before that where it is not; or the last name alone`,
    }))
}

/** True where the department is one of a source with a tree of them: of this one, or of all that tell any. */
function pathed({ sources }: Draft): (at: Path) => boolean {
  const hasTree = ({ plugin }: DraftSource) => plugin.directory !== undefined
  const telling = sources.filter(({ plugin: { allow }, host: { sync } }) => allow?.departments || sync)
  const all = telling.length > 0 && telling.every(hasTree)
  return ([list, index]) => {
    const source = list === 'sources' ? sources.find(({ path }) => path[1] === index) : undefined
    return source ? hasTree(source) : all
  }
}
