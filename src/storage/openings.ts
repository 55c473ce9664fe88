import type { Kysely, Selectable } from 'kysely'
import { prepared } from './prepared.ts'
import type { Tables } from './tables.ts'

export type Opening = Selectable<Tables['openings']>

/**
 * What sessions have open in the apps. A session that somebody ends – the person, an administrator, a directory –
 * leaves its openings as ended, to be told to the apps by whichever server comes first; one that runs out takes them
 * along in silence.
 */
export interface Openings {
  /** The opening of this session and app: the one there is, with the new subject, or this one. */
  open(opening: Omit<Opening, 'ended' | 'tries' | 'tellAt'>): Promise<Opening>
  /** Of a living session; undefined once it is over. */
  find(handle: string): Promise<Opening | undefined>
  of(sessionId: string): Promise<Opening[]>
  /** Of living sessions, of somebody as this app knows them. */
  ofSubject(app: string, subject: string): Promise<Opening[]>
  /** Apps that have yet to be told and are due, the longest waiting first. */
  toTell(most: number, now: number): Promise<Opening[]>
  /** Told; or given up. */
  forget(handle: string): Promise<void>
  /** To be tried again at `tellAt`. */
  toldInVain(handle: string, tellAt: number): Promise<void>
  /** Of sessions that are no more and that nobody ended. */
  sweep(): Promise<void>
}

const open = prepared((db, opening: Opening) =>
  db
    .insertInto('openings')
    .values(opening)
    .onConflict(on => on.columns(['sessionId', 'app']).doUpdateSet({ subject: opening.subject }))
    .returningAll(),
)

export function openingsOn(db: Kysely<Tables>): Openings {
  return {
    async open(opening) {
      const { rows } = await open(db, { ...opening, ended: 0, tries: 0, tellAt: 0 })
      return rows[0] as Opening
    },
    find: handle =>
      db
        .selectFrom('openings')
        .selectAll()
        .where('handle', '=', handle)
        .where('ended', '=', 0)
        .executeTakeFirst(),
    of: sessionId => db.selectFrom('openings').selectAll().where('sessionId', '=', sessionId).execute(),
    ofSubject: (app, subject) =>
      db
        .selectFrom('openings')
        .selectAll()
        .where('app', '=', app)
        .where('subject', '=', subject)
        .where('ended', '=', 0)
        .execute(),
    toTell: (most, now) =>
      db
        .selectFrom('openings')
        .selectAll()
        .where('ended', '=', 1)
        .where('tellAt', '<=', now)
        .orderBy('tries')
        .orderBy('openedAt')
        .limit(most)
        .execute(),
    async forget(handle) {
      await db.deleteFrom('openings').where('handle', '=', handle).execute()
    },
    async toldInVain(handle, tellAt) {
      await db
        .updateTable('openings')
        .set(eb => ({ tries: eb('tries', '+', 1), tellAt }))
        .where('handle', '=', handle)
        .execute()
    },
    async sweep() {
      await db
        .deleteFrom('openings')
        .where('ended', '=', 0)
        .where('sessionId', 'not in', eb => eb.selectFrom('sessions').select('id'))
        .execute()
    },
  }
}
