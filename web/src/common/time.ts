// Times as people read them.

export type Language = 'zh-CN' | 'en';

export function clockTime(at: Date, language: Language): string {
  return at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false });
}

export function dayKey(at: Date): string {
  return `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
}

export function dayName(at: Date, now: Date, language: Language): string {
  if (dayKey(at) === dayKey(now)) return language === 'en' ? 'Today' : '今天';
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayKey(at) === dayKey(yesterday)) return language === 'en' ? 'Yesterday' : '昨天';
  const sameYear = at.getFullYear() === now.getFullYear();
  return at.toLocaleDateString(language, sameYear
    ? { month: 'long', day: 'numeric', weekday: 'short' }
    : { year: 'numeric', month: 'long', day: 'numeric' });
}

// Day and time, short: for lists and logs.
export function moment(at: Date, now: Date, language: Language): string {
  const time = clockTime(at, language);
  if (dayKey(at) === dayKey(now)) return time;
  const day = at.toLocaleDateString(language, { month: language === 'en' ? 'short' : 'numeric', day: 'numeric' });
  return `${day} ${time}`;
}

const kMinute = 60_000;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

// A span in its two largest units; seconds only under a minute.
export function span(ms: number, language: Language): string {
  const rest = Math.abs(ms);
  const zh = language !== 'en';
  const unit = (value: number, chinese: string, english: string) => (zh ? `${value} ${chinese}` : `${value} ${english}`);
  if (rest < kMinute) return unit(Math.floor(rest / 1000), '秒', 's');
  const days = Math.floor(rest / kDay);
  const hours = Math.floor((rest % kDay) / kHour);
  const minutes = Math.floor((rest % kHour) / kMinute);
  if (days > 0) return unit(days, '天', 'd') + (hours > 0 ? ` ${unit(hours, '小时', 'h')}` : '');
  if (hours > 0) return unit(hours, '小时', 'h') + (minutes > 0 ? ` ${unit(minutes, '分', 'min')}` : '');
  return unit(minutes, '分钟', 'min');
}
