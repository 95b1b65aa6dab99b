/**
 * The wait that a `Retry-After` header asks for, in milliseconds from `nowMs`: delay-seconds or one of the three
 * HTTP dates (IMF-fixdate, rfc850, asctime). Past dates and negative numbers are 0: go on at our own pace.
 * `null` if the header is missing or says nothing that can be read.
 *
 * @see RFC 9110, 10.2.3 and 5.6.7
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim() ?? '';
  if (/^[+-]?\d{1,15}(?:\.\d{1,9})?$/.test(text)) return Math.max(0, Math.ceil(Number(text) * 1000));
  const at = parseHttpDate(text, nowMs);
  return at === null ? null : Math.max(0, at - nowMs);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const forms = [
  // Sun, 06 Nov 1994 08:49:37 GMT
  /^[a-z]{3}, (?<day>\d{2}) (?<month>[a-z]{3}) (?<year>\d{4}) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) gmt$/i,
  // Sunday, 06-Nov-94 08:49:37 GMT
  /^[a-z]{6,9}, (?<day>\d{2})-(?<month>[a-z]{3})-(?<year>\d{2}) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) gmt$/i,
  // Sun Nov  6 08:49:37 1994
  /^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) (?<year>\d{4})$/i,
];

function parseHttpDate(text: string, nowMs: number): number | null {
  for (const form of forms) {
    const parts = form.exec(text)?.groups;
    if (!parts) continue;
    const month = months.indexOf((parts['month'] ?? '').toLowerCase());
    const [day, hour, minute, second] = ['day', 'h', 'm', 's'].map((name) => Number(parts[name]));
    const year = fullYear(parts['year'] ?? '', nowMs);
    if (month < 0 || !isTime(hour, 23) || !isTime(minute, 59) || !isTime(second, 60)) return null;
    if (!isTime(day, daysIn(year, month)) || day === 0) return null;
    return Date.UTC(year, month, day, hour, minute, second);
  }
  return null;
}

/** A two-digit year that seems to lie more than 50 years ahead is one of the past century (RFC 9110, 5.6.7). */
function fullYear(text: string, nowMs: number): number {
  if (text.length === 4) return Number(text);
  const current = new Date(nowMs).getUTCFullYear();
  const year = Math.floor(current / 100) * 100 + Number(text);
  return year > current + 50 ? year - 100 : year;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

function isTime(value: number | undefined, max: number): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= max;
}
