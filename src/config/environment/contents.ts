import { createHash } from 'node:crypto'
import {
  checkRsa,
  hasPrivateKey,
  readAnyCertificates,
  readCertificates,
  readPrivateKey,
} from '../../certificates.ts'
import type { Document, Holds } from '../../options.ts'
import type { Schema } from '../schema/schema.ts'
import { isRecord } from '../typed-lists.ts'
import { quote } from '../words.ts'
import type { Fault, Looking } from './looking.ts'

/** What a whole document can be, by the functions that `serve` reads it with. */
interface Kind {
  /** Throws with a reason in words, in which there is nothing of the text. */
  readonly read: (text: string, looking: Looking) => unknown
  readonly help: string
  /** The file may be open to everybody. */
  readonly isPublic?: true
}

const certificate = {
  help: 'put a certificate in PEM form there, with its line -----BEGIN CERTIFICATE-----\none in binary form becomes that by openssl x509 -inform der -in FILE',
  isPublic: true,
} as const

const privateKey = {
  help: 'put a private key in PEM form there, with its line -----BEGIN PRIVATE KEY-----\nopenssl pkey -in FILE takes a passphrase away',
} as const

const documents: Readonly<Record<Document | 'saml-app-metadata', Kind>> = {
  certificates: { ...certificate, read: readAnyCertificates },
  'rsa-certificates': { ...certificate, read: text => readAnyCertificates(text).map(checkRsa) },
  'saml-certificates': { ...certificate, read: readCertificates },
  'saml-idp-certificates': { ...certificate, read: readIdpCertificates },
  'private-key': { ...privateKey, read: readPrivateKey },
  'rsa-private-key': { ...privateKey, read: readRsaKey },
  'saml-app-metadata': {
    help: 'put the metadata there that the app hands out: XML, an EntityDescriptor with its SPSSODescriptor',
    isPublic: true,
    read: (text, { readAppMetadata }) => readAppMetadata(text),
  },
}

/** What is wrong with a document, or undefined where it is what the key takes. However many keys refer to it, it is parsed once. */
export function whyNot(holds: Contents, text: string, looking: Looking): Fault | undefined {
  const all = judgedBy.get(looking) ?? new Map<Contents, Map<string, Fault | undefined>>()
  judgedBy.set(looking, all)
  const judged = all.get(holds) ?? new Map<string, Fault | undefined>()
  all.set(holds, judged)
  // not the text itself, which would be kept
  const digest = createHash('sha256').update(text).digest('base64')
  if (!judged.has(digest)) judged.set(digest, judge(holds, text, looking))
  return judged.get(digest)
}

const judgedBy = new WeakMap<Looking, Map<Contents, Map<string, Fault | undefined>>>()

function judge(holds: Contents, text: string, looking: Looking): Fault | undefined {
  try {
    read(holds, text, looking)
    return undefined
  } catch (error) {
    const { cause, message } = error as Error
    const marked = text.startsWith(byteOrderMark)
      ? ', and it begins with a byte-order mark, as editors on Windows write it'
      : ''
    return {
      message: `cannot be used: ${typeof cause === 'string' ? cause : message}${marked}`,
      help:
        typeof holds === 'string'
          ? documents[holds].help
          : 'put the whole JSON there as the vendor hands it out',
    }
  }
}

export type Contents = keyof typeof documents | Extract<Holds, { json: unknown }>

export const isContents = (holds: Schema['x-holds']): holds is Contents =>
  typeof holds === 'string' ? Object.hasOwn(documents, holds) : holds !== undefined && 'json' in holds

export const isPublic = (holds: Schema['x-holds']): boolean =>
  typeof holds === 'string' && isContents(holds) && documents[holds].isPublic === true

function read(holds: Contents, text: string, looking: Looking): void {
  if (typeof holds === 'string') return void documents[holds].read(text, looking)
  const members = parsed(text)
  for (const [key, inside] of Object.entries(holds.json)) {
    const member = members[key]
    if (typeof member !== 'string' || member === '') throw new Error(`the JSON has no ${quote(key)}`)
    if (inside !== 'text') read(inside, member, looking)
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // the error of the parser quotes the text
    throw new Error('it is no JSON')
  }
  if (!isRecord(value)) throw new Error('the JSON is no object')
  return value
}

function readRsaKey(text: string): void {
  if (readPrivateKey(text).asymmetricKeyType !== 'rsa') throw new Error('the private key is not RSA')
}

/** Whoever holds the key of an identity provider can sign for anybody: it has no place here. */
function readIdpCertificates(text: string, { now }: Looking): void {
  if (hasPrivateKey(text)) throw new Error('there is a private key in it')
  const certificates = readCertificates(text)
  if (certificates.every(({ until }) => until <= now)) throw new Error('every certificate has expired')
}

// white space to a regular expression, and nothing that anybody sees
export const byteOrderMark = '\uFEFF'
