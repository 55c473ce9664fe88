/** What has happened in the address book (§5.5). */
export type Change =
  | { tag: 'user_add_org' | 'user_leave_org'; users: string[] }
  | { tag: 'user_modify_org'; users: string[]; diff: Diff }
  | { tag: 'org_dept_create' | 'org_dept_modify' | 'org_dept_remove'; departments: number[] }

/** For people to read: how it looks differs from app to app. */
export interface Diff {
  prev: Record<string, string>
  curr: Record<string, string>
  userid: string
}

export const tags: readonly Change['tag'][] = [
  'user_add_org',
  'user_modify_org',
  'user_leave_org',
  'org_dept_create',
  'org_dept_modify',
  'org_dept_remove',
]

export interface Occurrence {
  change: Change
  corpId: string
  /** Milliseconds since 1970. */
  at: number
  /** Of family B; the same in every copy of an event. */
  id: string
}

/** The message in either family: their keys differ in their case, and `diffInfo` in its shape (§5.5). */
export const messages: Record<'A' | 'B', (occurrence: Occurrence) => string> = {
  A: ({ change, corpId, at }) =>
    JSON.stringify({
      CorpId: corpId,
      EventType: change.tag,
      ...('users' in change
        ? { UserId: change.users, OptStaffId: 'admin001' }
        : { DeptId: change.departments }),
      TimeStamp: String(at),
      ...('diff' in change && { diffInfo: [change.diff] }),
    }),
  B: ({ change, corpId, at, id }) =>
    JSON.stringify({
      EventType: change.tag,
      EventTime: at,
      CorpId: corpId,
      BizId: String(at),
      eventId: id,
      timeStamp: String(at),
      ...('users' in change ? { userId: change.users } : { deptId: change.departments }),
      ...('diff' in change && { diffInfo: change.diff }),
    }),
}

/** An event that did not arrive, as the list of those has it: the key equals the tag (§5.3). */
export function failedRecord({ change, corpId, at }: Occurrence): Record<string, unknown> {
  const what = 'users' in change ? { userid: change.users } : { deptid: change.departments }
  return { call_back_tag: change.tag, event_time: at, [change.tag]: { corpid: corpId, ...what } }
}
