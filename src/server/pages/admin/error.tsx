import type { ErrorCode } from '../../../errors.ts'
import { ErrorCard } from '../error.tsx'
import { AdminFrame, type Framed } from './frame.tsx'

/** What administrators are told at their pages, and how they go on there. */
interface AdminErrorPage extends Framed {
  code: ErrorCode
  id: string
  /** Id of the account that it was about. */
  account?: string | undefined
}

export function adminErrorPage({ page, code, id, account }: AdminErrorPage) {
  const { text } = page
  const { title, advice } = text.admin.errors[code] ?? text.errors[code]
  const back =
    account === undefined
      ? { path: '/admin', words: text.admin.backToStart }
      : { path: `/admin/accounts/${account}`, words: text.admin.backToAccount }
  return (
    <AdminFrame page={page} title={title}>
      <ErrorCard page={page} title={title} advice={advice} id={id} back={back} />
    </AdminFrame>
  )
}
