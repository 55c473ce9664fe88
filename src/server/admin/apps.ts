import { appSteps, type ShownApp } from '../../apps/console.ts'
import { settingOf } from '../../apps/setting.ts'
import type { AppConfig } from '../../config/config.ts'
import { legible } from '../../config/shown.ts'
import type { ConsoleStep } from '../../plugin.ts'
import { canLaunch } from '../apps/launch.ts'
import type { Site } from '../site.ts'

/** An app as administrators see it. References are shown as the file has them. */
export interface AppView {
  id: string
  type: string
  name: string
  description: string | null
  enabled: boolean
  allow: AppConfig['allow']
  /** Its access link; null: it is opened from its own side only. */
  start: string | null
  /** What to enter at the app, and what to bring back. */
  steps: readonly ConsoleStep[]
}

export const appViews = ({ config }: Site): AppView[] =>
  config.apps.map(app => {
    const { id, type, name, description = null, enabled, allow } = app
    const shown = { id, options: legible(app.options) as ShownApp['options'] }
    return {
      ...{ id, type, name, description, enabled, allow },
      start: canLaunch(app) ? `${config.publicUrl}/apps/${id}/start` : null,
      steps: appSteps(type, shown, settingOf(config, app)),
    }
  })
