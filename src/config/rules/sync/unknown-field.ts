import { suggest } from '../../suggest.ts'
import { list, quote } from '../../words.ts'
import type { Rule } from '../rule.ts'

/** A field that the vendor does not have would stay empty for everybody, without a word. */
export const unknownField: Rule = ({ sources }) =>
  sources.flatMap(({ path, type, plugin, host: { sync } }) => {
    const known = Object.keys(plugin.directory?.fields ?? {})
    const open = known.filter(name => name.endsWith('.*')).map(name => name.slice(0, -1))
    return Object.entries(sync?.fields ?? {})
      .filter(([, field]) => !known.includes(field))
      .filter(([, field]) => !open.some(prefix => field.startsWith(prefix) && field !== prefix))
      .map(([ours, field]) => {
        const meant = suggest(field, known)
        return {
          at: [...path, 'sync', 'fields', ours],
          message: `the directory of ${quote(type)} has no field ${quote(field)}`,
          label: meant && `did you mean ${quote(meant)}?`,
          help: meant === undefined ? `its fields are ${list(known)}` : `write ${ours}: ${meant}`,
        }
      })
  })
