import { isTypedList } from '../../typed-lists.ts'
import { quote } from '../../words.ts'
import { repeated } from '../repeated.ts'
import type { Rule } from '../rule.ts'

/** What has moved away cannot be there still: its accounts would belong to two. */
export const fromIsThere: Rule = ({ moved, ids }) => [
  ...moved.flatMap(({ at, value: { from = '', to = '' } }) => {
    const [list, id] = from.split('.')
    if (!isTypedList(list)) return []
    const there = ids[list].find(entry => entry.id === id)
    const [toList, next = ''] = to.split('.')
    const isNew = toList === list && !ids[list].some(entry => entry.id === next)
    if (there)
      return [
        {
          at: [...at, 'from'],
          message: `${quote(from)} is still in this file`,
          help: isNew
            ? `give the one that is there the id ${quote(next)}; if the two are the wrong way round, write from: ${to} and to: ${from}`
            : 'remove this entry, or give the one that is there another id',
          related: [{ at: [list, there.index, 'id'], message: 'here' }],
        },
      ]
    const elsewhere = to !== '' && toList !== list
    return elsewhere
      ? [
          {
            at: [...at, 'to'],
            message: 'a source stays a source, and an app an app',
            help: `write to: ${list}.ID`,
          },
        ]
      : []
  }),
  ...repeated(
    moved.filter(({ value }) => value.from !== undefined),
    ({ value }) => value.from ?? '',
  ).map(({ again, first }) => ({
    at: [...again.at, 'from'],
    message: `${quote(again.value.from ?? '')} moves twice`,
    label: 'again here',
    help: 'keep the entry with the place where it is now',
    related: [{ at: [...first.at, 'from'], message: 'first here' }],
  })),
]
