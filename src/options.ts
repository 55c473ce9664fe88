/**
 * A source type describes its own keys as JSON Schema (draft-07), written inline; the type of the options that
 * `open` receives is inferred from it, so nothing is written twice.
 */
interface Annotated {
  /** Two or three words for a person. */
  title: string
  /**
   * One sentence, with the unit and the default. Of the words of an `enum`, what each means: `eu: in Europe. us: in
   * America.` or `eu (Europe) or us (America)`; editors show that beside the word.
   */
  description: string
  /** What a change of this key means for people: whoever reviews one is told so. */
  'x-impact'?: 'grant' | 'trust' | 'protection' | 'operational' | 'cosmetic'
  /** The value may be a reference such as `{ env: NAME }` although it is no secret. */
  'x-ref'?: true
  /** No secret, although the key sounds like one: its value may stand in messages and in frames. */
  'x-public'?: true
  /** An address of the vendor. The sandbox puts its simulator in its place. */
  'x-endpoint'?: true
  /** In `events`: values with which this server opens the connection, so that no vendor has to reach it. */
  'x-connects'?: readonly string[]
  /**
   * An old name of the key `use` beside it, which is another one since that version. It keeps working: the host reads
   * its value as that of the new key, and `open` gets only that. Neither required nor with a default.
   */
  'x-deprecated'?: { readonly use: string; readonly since: string }
}

/**
 * What stands where a reference leads; `sso-kit validate --env` holds the value against it. A document that can be read
 * to its end: `certificates` are X.509 in PEM form, `rsa-` with keys of at least 2048 bits, `saml-` not signed with SHA-1
 * either, and `saml-idp-` one of them in force and without a private key; a private key is PEM without a passphrase.
 */
export type Document =
  | 'certificates'
  | 'rsa-certificates'
  | 'saml-certificates'
  | 'saml-idp-certificates'
  | 'private-key'
  | 'rsa-private-key'

export type Holds =
  | Document
  /** The key of pushed events of DingTalk, WeCom and others: 43 letters and digits. */
  | 'encoding-aes-key'
  /** Of built-in types only. One line: a regular expression, and a noun phrase that says it in words. */
  | { readonly pattern: string; readonly form: string }
  /** Of built-in types only. A JSON object with at least these texts. */
  | { readonly json: Readonly<Record<string, Document | 'text'>> }

interface Referable {
  'x-holds'?: Holds
}

export type ValueSchema =
  | (Annotated &
      Referable & {
        type: 'string'
        enum?: readonly string[]
        default?: string
        pattern?: string
        format?: 'uri' | 'hostname'
        minLength?: number
        maxLength?: number
        examples?: readonly string[]
      })
  | (Annotated & { type: 'boolean'; default?: boolean })
  | (Annotated & { type: 'integer'; default?: number; minimum?: number; maximum?: number })
  | (Annotated & {
      type: 'array'
      items: { type: 'string'; pattern?: string; maxLength?: number }
      default?: readonly string[]
      minItems?: number
      maxItems?: number
      uniqueItems?: boolean
    })
  | (Annotated & {
      type: 'object'
      properties: Readonly<Record<string, ValueSchema>>
      required?: readonly string[]
      default?: Readonly<Record<string, never>>
    })
  | (Annotated & {
      type: 'object'
      /**
       * Any key, any value, as somebody else's documentation says. A value may be a reference at any depth, and has to
       * be one where its key sounds like a secret.
       */
      'x-free': true
      default?: Readonly<Record<string, never>>
    })
  | (Annotated & Referable & { 'x-secret': true })

export interface OptionsSchema {
  properties: Readonly<Record<string, ValueSchema>>
  required?: readonly string[]
}

/** A secret in memory: it prints as `‹secret›` wherever it is not asked for by name. */
export interface Secret {
  reveal(): string
}

/** A map with `x-free` as `open` receives it: every reference in it is a secret, whatever it was for. */
export interface Free {
  readonly [key: string]: FreeValue
}

export type FreeValue = string | number | boolean | Secret | Free | readonly FreeValue[]

type Value<S> = S extends { 'x-secret': true }
  ? Secret
  : S extends { 'x-free': true }
    ? Free
    : S extends { enum: readonly (infer E)[] }
      ? E
      : S extends { type: 'string' }
        ? string
        : S extends { type: 'boolean' }
          ? boolean
          : S extends { type: 'integer' }
            ? number
            : S extends { type: 'array' }
              ? string[]
              : S extends { type: 'object'; properties: infer P }
                ? Fields<P, S extends { required: readonly (infer R)[] } ? R : never>
                : never

type Present<P, Required> = {
  [K in keyof P]: K extends Required ? K : P[K] extends { default: unknown } ? K : never
}[keyof P]

/** Not the old name of another key. */
type Current<K, S> = S extends { 'x-deprecated': unknown } ? never : K

type Fields<P, Required> = { readonly [K in Present<P, Required> as Current<K, P[K]>]: Value<P[K]> } & {
  readonly [K in Exclude<keyof P, Present<P, Required>> as Current<K, P[K]>]?: Value<P[K]>
}

/** The options of a source as `open` receives them: defaults filled, references resolved. */
export type OptionsOf<S extends OptionsSchema> = Fields<
  S['properties'],
  S extends { required: readonly (infer R)[] } ? R : never
>
