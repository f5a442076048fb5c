/** Times in the short format of the user's locale, with four digits for the year. */
import type { Io } from './io.ts'

/** `date` as Windows shows a logon time: "3/25/2021 9:27 AM", "25.03.2021 09:27". */
export function localTime(date: Date, env: Io['env']): string {
  const locale = dateLocale(env)
  const zone = env.TZ ? { timeZone: env.TZ.replace(/^:/, '') } : {}
  try {
    return format(date, locale, zone)
  } catch {
    // ignored: TZ may hold a form that Intl does not know, such as "CET-1CEST"; the process's own zone is as good
    return format(date, locale, {})
  }
}

function format(date: Date, locale: string, zone: { timeZone?: string }): string {
  const day = new Intl.DateTimeFormat(locale, {
    dateStyle: 'short',
    calendar: 'gregory',
    numberingSystem: 'latn',
    ...zone,
  })
  const year = new Intl.DateTimeFormat('en-US', { year: 'numeric', ...zone }).format(date)
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', numberingSystem: 'latn', ...zone }).format(date)
  const written = day.formatToParts(date).map(({ type, value }) => (type === 'year' ? year : value))
  return `${written.join('')} ${time}`.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200e\u200f\u061c]/g, '')
}

/** The language tag that LC_ALL, LC_TIME or LANG names; American English, Windows' own, where none does. */
function dateLocale(env: Io['env']): string {
  const tag = (env.LC_ALL || env.LC_TIME || env.LANG || '').replace(/[.@].*$/, '').replaceAll('_', '-')
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? 'en-US'
  } catch {
    // ignored: "C" and the like are no language tags
    return 'en-US'
  }
}
