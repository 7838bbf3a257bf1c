import { Box } from '@mantine/core';
import {
  siGhost,
  siGitea,
  siMetabase,
  siMinio,
  siN8n,
  siPostgresql,
  siRedis,
  siUptimekuma,
  siVaultwarden,
  siWordpress,
} from 'simple-icons';

/** The logos of what the shipped templates offer; any other service shows its initial. */
const LOGOS = new Map(
  [
    siGhost,
    siGitea,
    siMetabase,
    siMinio,
    siN8n,
    siPostgresql,
    siRedis,
    siUptimekuma,
    siVaultwarden,
    siWordpress,
  ].map((logo) => [logo.slug, logo]),
);

/** Ghost's mark is nearly black and would vanish on a dark ground. */
const isInk = (hex: string) => Number.parseInt(hex.slice(0, 2), 16) < 0x30 && !/[4-9A-F]/.test(hex[2] ?? '');

interface AppLogoProps {
  icon: string;
  name: string;
  size?: number;
}

/** Decoration beside a name that is always written out. */
export function AppLogo({ icon, name, size = 44 }: AppLogoProps) {
  const logo = LOGOS.get(icon);
  const colour = logo && !isInk(logo.hex) ? `#${logo.hex}` : 'var(--mantine-color-text)';
  return (
    <Box
      aria-hidden
      w={size}
      h={size}
      fz={size * 0.45}
      fw={700}
      style={{
        display: 'grid',
        placeItems: 'center',
        flex: 'none',
        borderRadius: size * 0.27,
        background: `color-mix(in srgb, ${colour} 12%, transparent)`,
        color: colour,
      }}
    >
      {logo ? (
        <svg viewBox="0 0 24 24" width={size * 0.56} height={size * 0.56} fill="currentColor" aria-hidden>
          <path d={logo.path} />
        </svg>
      ) : (
        name.slice(0, 1).toUpperCase()
      )}
    </Box>
  );
}
