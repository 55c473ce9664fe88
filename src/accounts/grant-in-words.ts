import type { Match, Reason } from './grants.ts'

/** `grant rd (identity of dingtalk, department 研发部)` */
export const grantInWords = ({ grant, source, because }: Match): string =>
  `grant ${grant.id} (${[`identity of ${source}`, ...because.flatMap(reason)].join(', ')})`

/** The source is told already. */
const reason = (met: Reason): string[] =>
  'not' in met ? [`not ${JSON.stringify(met.not)}`] : met.key === 'source' ? [] : [`${met.key} ${met.value}`]
