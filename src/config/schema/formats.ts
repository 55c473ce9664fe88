import { isSoundAddress } from '../sound-address.ts'

/** The string formats that a schema may name. */
export const formats: Readonly<Record<string, (value: string) => boolean>> = {
  uri: isSoundAddress,
  hostname: value => URL.canParse(`http://${value}`),
}
