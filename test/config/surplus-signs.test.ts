import { eachSlip, site } from './slip.ts'

/** A sign that is too much at the end of a line. */
eachSlip(
  site,
  [
    ['name: Mail', 'name: Mail:'],
    ['127.0.0.1/32]', '127.0.0.1/32]:'],
    ['lifetime: 8h }', 'lifetime: 8h }: # of a day'],
    ['"1234567890123456"', '"1234567890123456":'],
    ['subject: "a1b2c3d4" }', 'subject: "a1b2c3d4" }:'],
    ['server:', 'server:,'],
    ['server:', 'server:;'],
  ].map(([right = '', wrong = '']) => [right, wrong, 'remove it'] as const),
)
