import { expect, test } from 'vitest'
import { meanings } from '../../src/config/schema/editor/proposals.ts'

/** What editors show beside a word comes out of the description of its key. */
test.each([
  [
    'a sentence each',
    'required: only employees. any: everybody there is. Default required.',
    ['only employees', 'everybody there is'],
  ],
  [
    'behind other words',
    'For ldap://. required: TLS comes first. any: for one machine. Default required.',
    ['TLS comes first', 'for one machine'],
  ],
  [
    'with a name in brackets',
    'required (必须): only employees. any: everybody.',
    ['only employees (必须)', 'everybody'],
  ],
  [
    'in brackets',
    'Who it is: required (employees) or any (everybody). Default any.',
    ['employees', 'everybody'],
  ],
  ['of one alone', 'required, or any (everybody). Default required.', ['', 'everybody']],
  [
    'of a word within another',
    'not-required (nobody), required (employees), any (everybody).',
    ['employees', 'everybody'],
  ],
])('%s', (_how, description, told) => {
  expect(meanings(['required', 'any'], description)).toEqual(told)
})

test('of words that the description does not explain nothing is told', () => {
  expect(meanings(['required', 'any'], 'Who may come in. Default required.')).toBeUndefined()
  expect(meanings(['required', 'any'])).toBeUndefined()
})
