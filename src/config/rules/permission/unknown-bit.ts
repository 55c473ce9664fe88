import { namesOf, permissions } from '../../../permissions.ts'
import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { permissionPlaces, sumAt } from './places.ts'

export const unknownBit: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  return permissionPlaces(draft)
    .flatMap(place => sumAt(place) ?? [])
    .flatMap(({ at, sum }) => {
      const { names, rest } = namesOf(sum, profile)
      if (rest === 0) return []
      const bits = powers(rest)
      const wider = permissions.find(({ value, profiles }) => value === bits[0] && profiles.includes('alist'))
      return [
        {
          at,
          message: `permission profile ${quote(profile.name)} has no bit ${bits.join(', ')}`,
          label: `${sum} is ${[...names, ...bits].join(' + ')}`,
          help: [
            wider && profile.name === 'alist-3.22'
              ? `write ${sum - rest}, or permissionProfile: alist (${bits[0]} is ${wider.name} there)`
              : `write ${sum - rest}`,
            `its bits are ${profile.bits.map(({ name, value }) => `${value} ${name}`).join(', ')}`,
          ].join('\n'),
        },
      ]
    })
}

function powers(sum: number): number[] {
  return Array.from({ length: 31 }, (_, bit) => 2 ** bit).filter(value => (sum & value) !== 0)
}
