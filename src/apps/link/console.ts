import type { ConsoleStep } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'

/** The app knows nothing of this server: there is only the link to it. */
export const linkSteps = ({ id }: ShownApp, setting: Setting): ConsoleStep[] => [accessLink(id, setting)]
