/**
 * What answers about somebody rest on, to be asked before one of them is given again. It sees what is committed, by
 * whichever program, and never the middle of a transaction.
 */
export interface Basis {
  /** Another one after any commit at all. Undefined where asking for it takes as long as asking for the session. */
  revision: (() => number) | undefined
  /**
   * What a session and its person are known by: its row, and the account and its bindings; so too those of all accounts
   * with the same e-mail address, as one text. Another one after any change of these; undefined without such a session.
   */
  of(sessionId: string): string | undefined | Promise<string | undefined>
}
