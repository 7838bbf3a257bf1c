import '@mantine/core/styles/Checkbox.css';
import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import {
  IconArrowDown,
  IconDownload,
  IconPlayerPause,
  IconPlayerPlay,
  IconSearch,
} from '@tabler/icons-react';
import { useDeferredValue, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Copy } from '../../../ui/copy.js';
import { StateBadge } from '../../../ui/state-badge.js';
import { LogBlock } from './log-block.js';
import { asText, blocksOf, type Line, MOST_LINES, matching } from './log-lines.js';
import classes from './log-view.module.css';
import type { StreamState } from './use-log.js';

/** So near to the end, in pixels, counts as being at it. */
const AT_END = 40;

interface LogViewProps {
  lines: Line[];
  stream: StreamState;
  /** Of the file, when they are downloaded. */
  name: string;
}

/** The lines with everything one does to them: stop, search, wrap, copy, keep. */
export function LogView({ lines, stream, name }: LogViewProps) {
  const { t } = useTranslation();
  const [frozen, setFrozen] = useState<Line[] | null>(null);
  const [typed, setTyped] = useState('');
  const [wraps, setWraps] = useState(true);
  const [showsTimes, setShowsTimes] = useState(false);
  const wanted = useDeferredValue(typed);
  const held = frozen ?? lines;
  const shown = matching(held, wanted);
  const waiting = frozen ? (lines.at(-1)?.number ?? 0) - (frozen.at(-1)?.number ?? 0) : 0;
  return (
    <Stack gap="sm">
      <Group gap="sm" align="center">
        <TextInput
          type="search"
          aria-label={t('logs.search')}
          placeholder={t('logs.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden />}
          style={{ flex: '1 1 220px' }}
        />
        <Checkbox
          label={t('logs.wrap')}
          checked={wraps}
          onChange={(e) => setWraps(e.currentTarget.checked)}
        />
        <Checkbox
          label={t('logs.times')}
          checked={showsTimes}
          onChange={(e) => setShowsTimes(e.currentTarget.checked)}
        />
      </Group>
      <Lines lines={shown} wanted={wanted} wraps={wraps} showsTimes={showsTimes} label={t('logs.region')} />
      {shown.length === 0 && <Text c="dimmed">{t('logs.noMatch', { text: wanted })}</Text>}
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Stream state={frozen ? 'paused' : stream} />
          <Text size="sm" c="dimmed" className="figures" role="status">
            {waiting > 0
              ? t('logs.waiting', { count: waiting })
              : wanted.trim() === ''
                ? t('logs.lines', { count: shown.length })
                : t('logs.matches', { count: shown.length, total: held.length })}
          </Text>
        </Group>
        <Group gap="xs">
          {stream !== 'ended' && (
            <Button
              size="sm"
              variant="default"
              onClick={() => setFrozen(frozen ? null : lines)}
              leftSection={
                frozen ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />
              }
            >
              {t(frozen ? 'logs.resume' : 'logs.pause')}
            </Button>
          )}
          <Copy value={asText(shown)} what={t('logs.title')} />
          <Button
            size="sm"
            variant="default"
            onClick={() => keep(shown, `${name}.log`)}
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('logs.download')}
          </Button>
        </Group>
      </Group>
      {held.length === MOST_LINES && (
        <Text size="sm" c="dimmed">
          {t('logs.earlier', { count: MOST_LINES })}
        </Text>
      )}
    </Stack>
  );
}

function keep(lines: readonly Line[], file: string): void {
  const url = URL.createObjectURL(new Blob([asText(lines)], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: file });
  link.click();
  URL.revokeObjectURL(url);
}

const TONES = {
  live: 'running',
  connecting: 'progress',
  reconnecting: 'attention',
  paused: 'attention',
  ended: 'off',
} as const;

function Stream({ state }: { state: StreamState | 'paused' }) {
  const { t } = useTranslation();
  return <StateBadge tone={TONES[state]} word={t(`logs.state.${state}`)} />;
}

interface LinesProps {
  lines: readonly Line[];
  wanted: string;
  wraps: boolean;
  showsTimes: boolean;
  label: string;
}

/** Stays at its end while one is there, and where one reads otherwise. */
function Lines({ lines, wanted, wraps, showsTimes, label }: LinesProps) {
  const { t } = useTranslation();
  const region = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAway, setIsAway] = useState(false);
  const last = lines.at(-1)?.number;
  const toEnd = () => {
    follows.current = true;
    region.current?.scrollTo({ top: region.current.scrollHeight });
  };
  // Whatever changes the height is what it goes along with.
  useLayoutEffect(() => {
    if (follows.current) region.current?.scrollTo({ top: region.current.scrollHeight });
  }, [last, wanted, wraps, showsTimes]);
  return (
    <div className={classes.frame}>
      <section
        ref={region}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        aria-label={label}
        className={classes.lines}
        data-wraps={wraps || undefined}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < AT_END;
          setIsAway(!follows.current);
        }}
      >
        {blocksOf(lines).map((block) => (
          <LogBlock key={block.key} lines={block.lines} wanted={wanted} showsTimes={showsTimes} />
        ))}
      </section>
      {isAway && (
        <Button
          size="sm"
          className={classes.newest}
          onClick={toEnd}
          leftSection={<IconArrowDown size={16} aria-hidden />}
        >
          {t('logs.newest')}
        </Button>
      )}
    </div>
  );
}
