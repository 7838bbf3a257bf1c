import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Row, readDotenv, writeDotenv } from './dotenv.js';
import { changesBetween, leftOut, MOST_VARIABLES, mistakeIn, mistakeWord } from './mistakes.js';

/** What is being typed: as rows or as text, whichever was touched last; the other follows when one looks at it. */
export function useDraft(saved: Readonly<Record<string, string>>, locked: ReadonlySet<string>) {
  const { t } = useTranslation();
  const begin = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([name, value], key) => ({ key, name, value }));
  const [rows, setRows] = useState<Row[]>(() => begin(Object.entries(saved)));
  const [text, setText] = useState<string | null>(null);
  const read = text === null ? null : readDotenv(text);
  const current = read ? begin(read.entries) : rows;
  const wrong = current.filter((row) => mistakeIn(row, current) !== null);
  const without = current.filter((row) => leftOut(row, locked) !== null);
  const named = current.filter(({ name }) => name !== '');
  const kept = named.filter((row) => !without.includes(row));
  const envVars = Object.fromEntries(kept.map(({ name, value }) => [name, value]));
  const wordFor = (row: Row) => mistakeWord(mistakeIn(row, current) ?? leftOut(row, locked), t);
  const firstWrong = wrong[0];
  const textMistake = read?.unread[0]
    ? t('variables.mistake.line', { line: read.unread[0].line })
    : firstWrong
      ? `${firstWrong.name}: ${wordFor(firstWrong)}`
      : null;
  return {
    rows: current,
    wordFor,
    /** Names that are marked and not saved. */
    leftOut: without.map(({ name }) => name),
    text,
    textMistake,
    envVars,
    changes: changesBetween(saved, envVars),
    tooMany: kept.length > MOST_VARIABLES,
    isWrong: textMistake !== null || kept.length > MOST_VARIABLES,
    set: (key: number, change: Partial<Row>) =>
      setRows(rows.map((row) => (row.key === key ? { ...row, ...change } : row))),
    add: () => setRows([...rows, { key: (rows.at(-1)?.key ?? -1) + 1, name: '', value: '' }]),
    remove: (key: number) => setRows(rows.filter((row) => row.key !== key)),
    setText,
    asText: () => setText(writeDotenv(named)),
    asRows: () => {
      setRows(current);
      setText(null);
    },
    reset: () => {
      setRows(begin(Object.entries(saved)));
      setText(null);
    },
  };
}
