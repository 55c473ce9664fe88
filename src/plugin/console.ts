import type { Secret } from '../options.ts'

/** The same words in both languages of the pages. */
export interface Words {
  readonly zh: string
  readonly en: string
}

/** Something to do in the vendor's console. */
export interface ConsoleStep {
  /** The page, as the console's menu names it: `开发配置 › 安全设置`. */
  readonly place: Words
  /** The field on that page, under its own name. */
  readonly field: Words
  /** What to enter there; null for something to bring back, and then the note says into which key. Null as well beside `missing`. */
  readonly value: string | null
  /** There where the file does not say what to enter: the key that would, and what people are shown instead, `<IP>`. */
  readonly missing?: { readonly key: string; readonly placeholder: string }
  readonly note?: Words
}

/** The addresses of one source that its vendor asks for; absolute, from `publicUrl` and `callbackUrl`. */
export interface ConsoleUrls {
  readonly callback: string
  readonly home: string
  /** The page of the silent sign-in; absent where the type has none or the file switches it off. */
  readonly inApp?: string
  /** Where the vendor pushes changes to; absent where the file takes none. */
  readonly events?: string
  /** The addresses that this server calls from, as far as the file tells. */
  readonly egressIps: readonly string[]
}

/** Options for the eye: every reference is the text of the file, `{ env: GITHUB_CLIENT_SECRET }`. */
export type Shown<T> = T extends Secret
  ? string
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Shown<T[K]> }
      : T
