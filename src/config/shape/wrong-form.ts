import { secretForm } from '../../diagnostics/secretive.ts'
import type { Schema } from '../schema/schema.ts'
import { suggest } from '../suggest.ts'
import { list, quote } from '../words.ts'
import { enumOf, form } from './example.ts'
import { instruction, partsOf, type Tell } from './value.ts'

const notAllowed: Tell = ({ path, name, schema, value, shown }) => {
  const allowed = enumOf(schema)
  const meant = typeof value === 'string' ? suggest(value, allowed) : undefined
  if (path.at(-1) === 'role' && value === 'admin') {
    return {
      message: '"role" of new accounts must not be "admin"',
      label: 'the first sign-in would give full control',
      help: 'write role: general; make administrators one by one under "admins"',
    }
  }
  return {
    message: `${name} must be ${list(allowed, 'or')}, not ${shown}`,
    label: meant && `did you mean ${quote(meant)}?`,
    help: meant === undefined ? `write ${list(allowed, 'or')}` : `write ${String(path.at(-1))}: ${meant}`,
  }
}

const wrongForm: Tell = wrong => {
  const { path, name, schema, value, shown } = wrong
  if (value === '') return { message: `${name} is empty`, help: instruction(wrong) }
  const own = schema['x-form'] !== undefined || schema.format !== undefined
  const isEntry = typeof path.at(-1) === 'number'
  const parts = isEntry && typeof value === 'string' && !own ? partsOf(value, schema) : []
  if (parts.length > 1 && shown !== 'this text')
    return {
      message: `${name} cannot be ${shown}`,
      help: `write ${parts.length} entries: ${parts.join(', ')}`,
    }
  const prefix = own ? undefined : beginningOf(schema)
  if (prefix !== undefined && typeof value === 'string' && !value.startsWith(prefix))
    return { message: `${name} must begin with ${quote(prefix)}, not be ${shown}`, help: described(schema) }
  return {
    message: own ? `${name} must be ${form(schema)}, not ${shown}` : `${name} cannot be ${shown}`,
    help: own ? instruction(wrong) : described(schema),
  }
}

/** `^ding[0-9a-z]+$` begins with ding. */
const beginningOf = ({ pattern = '' }: Schema) => /^\^([A-Za-z0-9_:-]+)(?=[[(])/.exec(pattern)?.[1]

const wrongLength: Tell = value =>
  value.value === '' || value.schema['x-form'] !== undefined
    ? wrongForm(value)
    : { message: `${value.name} has more than ${value.schema.maxLength} characters`, help: 'shorten it' }

const outOfRange: Tell = ({ name, schema, shown }) => ({
  message: `${name} must be between ${schema.minimum} and ${schema.maximum}, not ${shown}`,
  help: `write ${form(schema)}`,
})

const tooFew: Tell = ({ name, path }) => ({
  message: `${name} is empty`,
  help:
    path.length === 1 && path[0] === 'sources'
      ? 'add a source, such as - { id: local, type: local, name: Password }'
      : 'add at least one entry',
})

const tooMany: Tell = ({ name, schema }) => ({
  message: `${name} has more than ${schema.maxItems} entries`,
  help: 'remove some',
})

const exactlyOne: Tell = ({ name, schema }) => {
  const reference = schema['x-secret'] === true || schema['x-ref'] === true || schema.maxProperties === 1
  return reference
    ? {
        message: `${name} must have exactly one of ${list(Object.keys(schema.properties ?? {}), 'or')}`,
        help: 'name one place where the value is kept, such as { env: NAME }',
      }
    : { message: `${name} must have 1 to ${schema.maxProperties} keys`, help: 'add or remove keys' }
}

const repeated: Tell = ({ path, name, params, value }) => {
  const [first, second] = [Number(params.j), Number(params.i)].sort((a, b) => a - b)
  const entry = Array.isArray(value) ? String(value[second ?? 0]) : ''
  return {
    message:
      secretForm(entry) === undefined
        ? `${quote(entry)} is in ${name} twice`
        : `an entry is in ${name} twice`,
    help: 'keep one of the two',
    label: 'again here',
    related: [{ at: [...path, first ?? 0], message: 'first here' }],
  }
}

const wrongKey: Tell = ({ name, params }) => ({
  message: `${quote(String(params.propertyName).slice(0, 80))} cannot be a name in ${name}`,
  help: 'use lower-case letters, digits and "_", beginning with a letter',
})

export const otherwise: Tell = ({ name, schema, shown }) => ({
  message: `${name} must be ${form(schema)}, not ${shown}`,
  help: `write ${form(schema)}`,
})

/** A plugin says what a key is in its description. */
function described({ title, description }: Schema): string {
  if (title === undefined || description === undefined) return 'write another value'
  return `write the ${title}: ${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.$/, '')}`
}

/** By the keyword of the schema that is not met. */
export const formTellers: Readonly<Record<string, Tell>> = {
  enum: notAllowed,
  const: notAllowed,
  pattern: wrongForm,
  format: wrongForm,
  minLength: wrongLength,
  maxLength: wrongLength,
  minimum: outOfRange,
  maximum: outOfRange,
  minItems: tooFew,
  maxItems: tooMany,
  minProperties: exactlyOne,
  maxProperties: exactlyOne,
  uniqueItems: repeated,
  propertyNames: wrongKey,
}
