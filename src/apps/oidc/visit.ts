import type { OidcClient } from './client.ts'

/** Whoever stands at the authorization endpoint, by our session. */
export interface Visitor {
  readonly accountId: string
  readonly sessionId: string
  readonly source: string
  readonly provedAt: number
}

/** One request to the provider, and what the library leaves to its surroundings. */
export interface Visit {
  /** Undefined: signed out, or a request of a machine. */
  readonly visitor: Visitor | undefined
  /** Since when the person has to have proved who they are, where this very request asked for that before. */
  readonly provedSince: number | undefined
  /** Lets the visitor in; answers what the app knows the session by. Throws where they may not. */
  enter(client: OidcClient): Promise<{ handle: string }>
  /** Where people sign in and come back from to this request. */
  signIn(again: boolean): string
  /** Told instead of shown: no page of the library's is ever seen. */
  answer: Answer | undefined
}

export type Answer =
  | { readonly kind: 'failure'; readonly error: unknown }
  | { readonly kind: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> }

/** Whether the visitor has proved who they are since they were asked to. */
export const hasProvedAgain = ({ visitor, provedSince }: Visit): boolean =>
  visitor !== undefined && provedSince !== undefined && visitor.provedAt >= provedSince
