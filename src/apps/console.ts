import type { AppConfig } from '../config/config.ts'
import type { ConsoleStep } from '../plugin.ts'
import { alibabaCloudSteps } from './alibaba-cloud/console.ts'
import { alistSteps } from './alist/console.ts'
import { forwardAuthSteps } from './forward-auth/console.ts'
import { linkSteps } from './link/console.ts'
import { oidcSteps } from './oidc/console.ts'
import { samlSteps } from './saml/console.ts'
import type { Setting } from './setting.ts'

/** An app with every reference as the text of the file. */
export type ShownApp = Pick<AppConfig, 'id' | 'options'>

type Steps = (app: ShownApp, setting: Setting) => readonly ConsoleStep[]

const byType: Readonly<Record<string, Steps>> = {
  'alibaba-cloud': alibabaCloudSteps,
  alist: alistSteps,
  'forward-auth': forwardAuthSteps,
  link: linkSteps,
  oidc: oidcSteps,
  saml: samlSteps,
}

/** What to enter at an app, and what to bring back, in the order in which it is done. Pure. */
export function appSteps(type: string, app: ShownApp, setting: Setting): readonly ConsoleStep[] {
  return byType[type]?.(app, setting) ?? []
}
