import { memo } from 'react';
import { useFormat } from '../../../format/use-format.js';
import { type Line, placesOf } from './log-lines.js';
import classes from './log-view.module.css';

/** In pixels, of one that does not wrap: a guess until the block has been in sight. */
const LINE_HEIGHT = 20;

interface LogBlockProps {
  lines: Line[];
  wanted: string;
  showsTimes: boolean;
}

/** A hundred lines. The browser lays out only blocks that are in sight, and only a changed one is drawn anew. */
export const LogBlock = memo(
  function LogBlock({ lines, wanted, showsTimes }: LogBlockProps) {
    const format = useFormat();
    return (
      <div
        className={classes.block}
        style={{ containIntrinsicHeight: `auto ${lines.length * LINE_HEIGHT}px` }}
      >
        {lines.map(({ number, at, text }) => (
          <div key={number} className={classes.line}>
            {showsTimes && <time dateTime={at}>{format.clock(at)}</time>}
            <Marked text={text} wanted={wanted} />
          </div>
        ))}
      </div>
    );
  },
  (before, after) =>
    before.wanted === after.wanted &&
    before.showsTimes === after.showsTimes &&
    before.lines.length === after.lines.length &&
    before.lines[0]?.number === after.lines[0]?.number &&
    before.lines.at(-1)?.number === after.lines.at(-1)?.number,
);

function Marked({ text, wanted }: { text: string; wanted: string }) {
  const parts: React.ReactNode[] = [];
  let from = 0;
  for (const { at, length } of placesOf(wanted, text)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + length)}</mark>);
    from = at + length;
  }
  return (
    <span>
      {parts}
      {text.slice(from)}
    </span>
  );
}
