import type { AdminText } from './admin-en.ts'

export const admin: AdminText = {
  title: '管理',
}
