import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Row, readDotenv, writeDotenv } from './dotenv.js';
import { changesBetween, MOST_VARIABLES, mistakeIn, mistakeWord } from './mistakes.js';

/** What is being typed: as rows or as text, whichever was touched last; the other follows when one looks at it. */
export function useDraft(saved: Readonly<Record<string, string>>, locked: ReadonlySet<string>) {
  const { t } = useTranslation();
  const begin = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([name, value], key) => ({ key, name, value }));
  const [rows, setRows] = useState<Row[]>(() => begin(Object.entries(saved)));
  const [text, setText] = useState<string | null>(null);
  const read = text === null ? null : readDotenv(text);
  const current = read ? begin(read.entries) : rows;
  const mistakes = new Map(
    current.map((row) => [row.key, mistakeWord(mistakeIn(row, current, locked), t)] as const),
  );
  const named = current.filter(({ name }) => name !== '');
  const envVars = Object.fromEntries(named.map(({ name, value }) => [name, value]));
  const firstMistake = [...mistakes].find(([, mistake]) => mistake !== null);
  const textMistake = read?.unread[0]
    ? t('variables.mistake.line', { line: read.unread[0].line })
    : firstMistake
      ? `${current.find(({ key }) => key === firstMistake[0])?.name}: ${firstMistake[1]}`
      : null;
  return {
    rows: current,
    mistakes,
    text,
    textMistake,
    envVars,
    changes: changesBetween(saved, envVars),
    tooMany: named.length > MOST_VARIABLES,
    isWrong: textMistake !== null || named.length > MOST_VARIABLES,
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
