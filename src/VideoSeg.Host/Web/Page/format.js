// Numbers and times as people read them.

const thousands = new Intl.NumberFormat("en");

/** 12,345 */
export const count = (value) => (Number.isFinite(value) ? thousands.format(Math.round(value)) : "–");

/** Milliseconds from seconds: 4.2, 87, 1,204 */
export function milliseconds(seconds) {
  if (!Number.isFinite(seconds)) {
    return "–";
  }

  const value = seconds * 1000;
  return value < 9.95 ? value.toFixed(1) : count(value);
}

/** 25 or 59.94 */
export const rate = (perSecond) => (Number.isFinite(perSecond) ? `${Number(perSecond.toFixed(perSecond < 100 ? 1 : 0))}` : "–");

/** 23:14:05 in the reader's own time zone. */
export const timeOfDay = (milliseconds) => new Date(milliseconds).toTimeString().slice(0, 8);

/** 4 s, 2 min 05 s, 3 min, 3 h 12 min */
export function span(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }

  return whole < 3600 ? twoUnits(whole, 60, "min", "s") : twoUnits(Math.round(whole / 60), 60, "h", "min");
}

/** frame, frames */
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

function twoUnits(value, size, large, small) {
  const rest = value % size;
  return `${Math.floor(value / size)} ${large}${rest > 0 ? ` ${`${rest}`.padStart(2, "0")} ${small}` : ""}`;
}
