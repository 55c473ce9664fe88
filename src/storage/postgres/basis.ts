import type pg from 'pg'
import type { Basis } from '../basis.ts'

/**
 * `xmin` names the transaction that wrote a row as it is: another one after every change, be it back to what was before.
 * Which commits there were is not to be had for less than the rows themselves.
 */
const text = `
  select string_agg(concat_ws(' ', s.xmin, a.id, a.xmin, b.source, b.xmin), ',' order by a.id, b.source) as rows
  from sessions s
  join accounts own on own.id = s.account_id
  join accounts a on a.id = own.id or lower(a.email) = lower(own.email)
  left join bindings b on b.account_id = a.id
  where s.id = $1`

export const postgresBasis = (pool: pg.Pool): Basis => ({
  revision: undefined,
  async of(sessionId) {
    const { rows } = await pool.query(text, [sessionId])
    return (rows[0] as { rows: string | null }).rows ?? undefined
  },
})
