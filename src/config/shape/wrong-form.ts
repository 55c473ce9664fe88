import type { Path } from '../../diagnostics/diagnostic.ts'
import { secretForm } from '../../diagnostics/secret-form.ts'
import { sameLetters } from '../certain.ts'
import { inLatin, otherLetter } from '../latin.ts'
import type { Schema } from '../schema/schema.ts'
import { suggest } from '../suggest.ts'
import { isRecord } from '../types.ts'
import { list, plainText, quote } from '../words.ts'
import { codeOf, unseen } from '../yaml/characters.ts'
import { asMap, ifEverybody, isSignIn, wantsMap } from './as-map.ts'
import { isConditions } from './conditions.ts'
import { valueAt } from './context.ts'
import { databaseInstead } from './database.ts'
import { inBrackets } from './entries.ts'
import {
  beginningOf,
  described,
  enumOf,
  firstSource,
  form,
  limited,
  scalar,
  secretExample,
} from './example.ts'
import { tellsNobodyApart } from './limits.ts'
import { movedPlace } from './moved-place.ts'
import { variableIn } from './reference-text.ts'
import { likewise, rewritten } from './rewrite.ts'
import { roleInstead } from './role-arn.ts'
import { instruction, keyed, partsOf, referenceInstead, type Tell, type Told, type Value } from './value.ts'
import { replaceIt } from './written-out.ts'

const notAllowed: Tell = wrong => {
  const { path, name, schema, value, shown, context } = wrong
  const allowed = enumOf(schema)
  // `urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress`
  const last = typeof value === 'string' ? (/^urn:.*[:#](\w+)$/i.exec(value)?.[1] ?? value) : ''
  const meant =
    last === ''
      ? undefined
      : (suggest(last, allowed) ?? (last === value ? undefined : allowed.find(word => last.startsWith(word))))
  const same = typeof value === 'string' ? sameLetters(value, allowed) : undefined
  const key = path.at(-1)
  if (key === 'role' && value === 'admin') {
    return {
      message: '"role" of new accounts must not be "admin"',
      label: 'the first sign-in would give full control',
      help: 'write role: general; make administrators one by one under "admins"',
    }
  }
  // words are only one of the forms that it may have
  const what = schema.enum === undefined ? (schema['x-form'] ?? list(allowed, 'or')) : list(allowed, 'or')
  const instead = meant ?? (wantsMap(schema) ? asMap(wrong) : undefined)
  return {
    message: `${name} must be ${what}, not ${shown}`,
    label: meant && `did you mean ${quote(meant)}?`,
    help: `write ${instead === undefined ? what : keyed(path, instead)}`,
    fix: same === undefined ? undefined : rewritten(path, likewise(context.positions.source(path), same)),
  }
}

const wrongForm: Tell = wrong => {
  const { path, name, schema, value, shown } = wrong
  if (value === '') return { message: `${name} is empty`, help: databaseInstead(wrong) ?? instruction(wrong) }
  if (isVariable(wrong)) return wrongVariable(wrong)
  if (/\{\{.*\}\}|\{%.*%\}|<%.*%>/.test(plainText(value).slice(0, 300)))
    return {
      message: `${name} is a template that was not filled in`,
      help: 'fill in templates before, and check the file that comes out of that',
    }
  // a name without a comma, where there is one
  const apart =
    typeof path.at(-1) === 'number' && typeof value === 'string' && shown !== 'this text'
      ? value.split(/\s*[,，、;；]\s*/)
      : []
  if (apart.length > 1 && apart.every(part => new RegExp(schema.pattern ?? '', 'u').test(part)))
    return {
      message: `${name} cannot be ${shown}`,
      help: `write ${apart.length} entries: ${apart.map(inBrackets).join(', ')}`,
    }
  const nearly = typeof value === 'string' ? allBut(wrong, value) : undefined
  if (nearly !== undefined) return nearly
  const own = schema['x-form'] !== undefined || schema.format !== undefined
  const isEntry = typeof path.at(-1) === 'number'
  const mayBeSeveral = isEntry && (!own || schema.pattern !== undefined)
  const parts = mayBeSeveral && typeof value === 'string' ? partsOf(value, schema) : []
  if (parts.length > 1 && shown !== 'this text')
    return {
      message: `${name} cannot be ${shown}`,
      help: `write ${parts.length} entries: ${parts.join(', ')}`,
    }
  const reference = referenceInstead(value, schema)
  if (!own && reference !== undefined && shown === quote(String(value)))
    return { message: `${name} cannot be ${shown}`, help: `write ${keyed(path, reference)}` }
  const prefix = own ? undefined : beginningOf(schema)
  if (prefix !== undefined && typeof value === 'string' && !value.startsWith(prefix))
    return { message: `${name} must begin with ${quote(prefix)}, not be ${shown}`, help: described(schema) }
  return {
    message: own ? `${name} must be ${form(schema)}, not ${shown}` : `${name} cannot be ${shown}`,
    label: typeof value === 'string' ? partToBlame(value, schema) : undefined,
    // no description says all that a pattern does
    help: own
      ? (noTime(wrong) ??
        roleInstead(wrong) ??
        movedPlace(wrong) ??
        databaseInstead(wrong) ??
        instruction(wrong))
      : `${described(schema)}${isLegible(schema.pattern) ? `\nits form is ${schema.pattern}` : ''}`,
  }
}

/** The one part that keeps a text from having its form. */
function partToBlame(value: string, schema: Schema): string | undefined {
  if (/^[a-z]+：|[\d\]]：\d/i.test(value)) return 'the colon is a full-width one'
  if (/^sqlite:\/\//.test(value)) return 'what stands behind "//" would be a path from the root'
  const [, port] = /:([0-9]+)$/.exec(value) ?? []
  return schema['x-form']?.startsWith('host:port') && Number(port) > 65535
    ? 'no port is greater than 65535'
    : undefined
}

/** It has the form that is asked for, but for what nobody sees or tells apart: blanks at its ends, and full-width signs. */
function allBut({ name, path, schema, value, context }: Value, given: string): Told | undefined {
  const form = new RegExp(schema.pattern ?? '', 'u')
  const trimmed = given.trim()
  const narrow = trimmed.replace(/[\uFF01-\uFF5E]/g, wide => wide.normalize('NFKC'))
  const latin = inLatin(trimmed)
  const seen = trimmed.replace(new RegExp(unseen, 'g'), '')
  const text = [trimmed, narrow, latin, seen].find(
    each => each !== given && !/[\r\n]/.test(each) && form.test(each),
  )
  if (text === undefined || schema.pattern === undefined) return undefined
  const isShort = !context.hidden(path) && text.length <= 60 && secretForm(text) === undefined
  const instead = isShort && typeof value === 'string' ? keyed(path, scalar(text) ?? text) : undefined
  if (text === narrow && narrow !== trimmed)
    return {
      message: `${name} is written with full-width signs where it takes ASCII ones`,
      label: `${quote(/[\uFF01-\uFF5E]/.exec(given)?.[0] ?? '')} is a full-width one`,
      help: `write ${instead ?? 'the same with ASCII ones'}`,
    }
  if (text === latin && latin !== trimmed)
    return {
      message: `${name} has a letter of another alphabet that only looks like a Latin one`,
      label: `${quote(otherLetter(trimmed))} is U+${codeOf(otherLetter(trimmed).codePointAt(0) ?? 0)}`,
      help: `write ${instead ?? 'it with Latin letters'}`,
    }
  if (text === seen && seen !== trimmed)
    return {
      message: `${name} has the invisible character U+${codeOf(unseen.exec(trimmed)?.[0].codePointAt(0) ?? 0)} in it`,
      help: `delete the character, or write ${instead ?? 'the text once more'}`,
    }
  if (given.endsWith('\n'))
    return {
      message: `${name} ends with a line break`,
      help: `write it behind its key, without "|" or ">"${instead === undefined ? '' : `: ${instead}`}`,
    }
  return {
    message: `${name} ${/^\s/.test(given) ? 'begins' : 'ends'} with a blank`,
    help: instead === undefined ? 'remove the blanks at its ends' : `write ${instead}`,
  }
}

/** `0m` is no time at all. */
function noTime({ schema, value, path }: Value): string | undefined {
  const isNone = /^-|^0+(?:\.0+)? ?[a-z]*$/i.test(plainText(value))
  return isNone && schema['x-form']?.startsWith('a duration') === true
    ? `write a time of more than 0${schema.default === undefined ? '' : `, such as ${keyed(path, plainText(schema.default))}`}`
    : undefined
}

const wrongVariable: Tell = ({ path, name, schema, value, shown, context }) => {
  const variable = variableIn(plainText(value))
  if (secretForm(plainText(value)) !== undefined)
    return {
      message: `${name} takes the NAME of a variable, and the secret itself stands here`,
      help: `put it into a variable, and write ${secretExample(path.slice(0, -1), context.data)}\n${replaceIt}`,
    }
  return {
    message: `${name} must be ${form(schema)}, not ${shown}`,
    help: variable
      ? `write ${keyed(path, variable)}`
      : `write the name of the variable, such as ${secretExample(path.slice(0, -1), context.data)}\nif the secret itself was written here, replace it at the vendor`,
  }
}

/** What `env` of a reference says. */
const isVariable = ({ path, context }: Value) =>
  path.at(-1) === 'env' && context.schemaOf(path.slice(0, -1))?.properties?.credential !== undefined

const wrongLength: Tell = value =>
  value.value === '' || value.schema['x-form'] !== undefined
    ? wrongForm(value)
    : { message: `${value.name} has more than ${value.schema.maxLength} characters`, help: 'shorten it' }

const outOfRange: Tell = ({ path, name, schema, shown }) => {
  const { minimum, maximum } = schema
  const [must, from] =
    maximum === undefined
      ? [`at least ${minimum}`, ` of at least ${minimum}`]
      : [`between ${minimum} and ${maximum}`, ` from ${minimum} to ${maximum}`]
  return {
    message: `${name} must be ${must}, not ${shown}`,
    help: `write ${form(schema)}${schema['x-form'] === undefined ? from : ''}${isSum(path) ? '\nthe bits and their names: sso-kit permissions' : ''}`,
  }
}

const isSum = (path: Path) => path.at(-1) === 'permissions' || path.at(-2) === 'permissions'

const tooFew: Tell = ({ name, path }) => ({
  message: `${name} is empty`,
  help:
    path.length === 1 && path[0] === 'sources'
      ? `add a source, such as - ${firstSource}`
      : 'add at least one entry',
})

const tooMany: Tell = ({ name, schema }) => ({
  message: `${name} has more than ${schema.maxItems} entries`,
  help: 'remove some',
})

const number: Tell = wrong => {
  const { name, schema, value } = wrong
  const isReference = schema['x-secret'] === true || schema['x-ref'] === true || schema.maxProperties === 1
  if (isReference)
    return {
      message: `${name} must have exactly one of ${list(Object.keys(schema.properties ?? {}), 'or')}`,
      help: 'name one place where the value is kept, such as { env: NAME }',
    }
  if (schema.then === undefined && isSignIn(wrong.path)) return nobodySaid(wrong)
  return isRecord(value) && Object.keys(value).length === 0
    ? {
        message: `${name} is empty`,
        help: `write ${isConditions(schema) ? keyed(wrong.path, asMap(wrong)) : limited(schema)}`,
      }
    : { message: `${name} has more than ${schema.maxProperties} keys`, help: 'remove some' }
}

/** It could be for everybody and for nobody; what is suggested lets in no more people than either. */
const nobodySaid: Tell = wrong => {
  const { name, path, schema, context } = wrong
  const type = plainText(valueAt(context.data, [...path.slice(0, 2), 'type']))
  const hasKeys = Object.keys(schema.properties ?? {}).length > 0
  return {
    message: `${name} is empty: it says neither who may sign in nor that everybody may`,
    help: hasKeys
      ? `write ${keyed(path, asMap(wrong))}${ifEverybody(path, schema)}`
      : `remove it: ${tellsNobodyApart(type)}`,
  }
}

const repeated: Tell = ({ path, name, params, value }) => {
  const [first, second] = [Number(params.j), Number(params.i)].sort((a, b) => a - b)
  const entry = Array.isArray(value) ? plainText(value[second ?? 0]) : ''
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

const wrongKey: Tell = ({ name, params, value, schema: { propertyNames = {} } }) => {
  const key = String(params.propertyName)
  const dotted = dottedKeys(key, value, propertyNames.pattern)
  const known = propertyNames.examples?.map(String) ?? []
  const meant = suggest(key, known)
  return {
    message: `${secretForm(key) === undefined ? quote(key.slice(0, 80)) : 'this text'} cannot be a name in ${name}`,
    label: meant && `did you mean ${quote(meant)}?`,
    help:
      dotted.length > 0
        ? `write ${dotted.map(name => `${name}: …`).join('\n')}`
        : meant === undefined
          ? `use ${form(propertyNames)}`
          : `rename it to ${quote(meant)}`,
  }
}

/** `attributes: { costCenter: … }` where the names have the dot in them. */
function dottedKeys(key: string, map: unknown, pattern = '.'): string[] {
  const below = isRecord(map) ? map[key] : undefined
  const names = isRecord(below) ? Object.keys(below).map(name => `${key}.${name}`) : []
  const form = new RegExp(pattern, 'u')
  return names.every(name => name.length <= 80 && form.test(name)) ? names.slice(0, 3) : []
}

export const otherwise: Tell = ({ name, schema, shown }) => ({
  message: `${name} must be ${form(schema)}, not ${shown}`,
  help: `write ${limited(schema)}`,
})

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
  minProperties: number,
  maxProperties: number,
  uniqueItems: repeated,
  propertyNames: wrongKey,
}

/** A long one says less than the description does, and one of a part says nothing of the whole. */
const isLegible = (pattern = ''): boolean => pattern.startsWith('^') && pattern.length <= 60
