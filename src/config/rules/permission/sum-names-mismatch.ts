import type { PermissionProfile } from '../../../permissions.ts'
import { namesOf, sumOf } from '../../../permissions.ts'
import type { Rule } from '../rule.ts'
import { namesAt, permissionPlaces, sumAt } from './places.ts'

export const sumNamesMismatch: Rule = draft => {
  const { profile } = draft
  if (profile === undefined) return []
  return permissionPlaces(draft).flatMap(place => {
    const written = sumAt(place)
    const names = namesAt(place).map(({ name }) => name)
    if (written === undefined || typeof place.value === 'number') return []
    const { sum, unknown } = sumOf(names, profile)
    // other rules have said so
    if (unknown.length > 0 || namesOf(written.sum, profile).rest !== 0 || sum === written.sum) return []
    return [
      {
        at: written.at,
        message: `${written.sum} is not ${names.join(' + ') || 'the sum of no names'}`,
        label: difference(written.sum, sum, profile),
        help: `write sum: ${sum}, or change the names; they must agree when both are given`,
        related: [{ at: [...place.at, 'names'], message: addition(names, sum, profile) }],
      },
    ]
  })
}

/** `256 + 512 = 768`. */
function addition(names: readonly string[], sum: number, { bits }: PermissionProfile): string {
  const values = names.map(name => bits.find(bit => bit.name === name)?.value ?? 0)
  return values.length < 2 ? String(sum) : `${values.join(' + ')} = ${sum}`
}

function difference(written: number, named: number, { bits }: PermissionProfile): string {
  const told = (sum: number) =>
    bits.filter(({ value }) => (sum & value) !== 0).map(({ name, value }) => `${value} (${name})`)
  const more = told(written & ~named)
  const less = told(named & ~written)
  const parts = [
    more.length > 0 && `also contains ${more.join(', ')}`,
    less.length > 0 && `lacks ${less.join(', ')}`,
  ]
  return parts.filter(Boolean).join('; ')
}
