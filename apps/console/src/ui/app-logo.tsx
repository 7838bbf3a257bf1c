import { Box } from '@mantine/core';
import ghost from 'simple-icons/icons/ghost.svg';
import gitea from 'simple-icons/icons/gitea.svg';
import metabase from 'simple-icons/icons/metabase.svg';
import minio from 'simple-icons/icons/minio.svg';
import n8n from 'simple-icons/icons/n8n.svg';
import postgresql from 'simple-icons/icons/postgresql.svg';
import redis from 'simple-icons/icons/redis.svg';
import uptimekuma from 'simple-icons/icons/uptimekuma.svg';
import vaultwarden from 'simple-icons/icons/vaultwarden.svg';
import wordpress from 'simple-icons/icons/wordpress.svg';

/** Of marks that are nearly black and would vanish on a dark ground. */
const INK = 'var(--mantine-color-text)';

/** The logos of what the shipped templates offer, in their brands' colours; any other service shows its initial. */
const LOGOS: Record<string, { file: string; colour: string }> = {
  ghost: { file: ghost, colour: INK },
  gitea: { file: gitea, colour: '#609926' },
  metabase: { file: metabase, colour: '#509ee3' },
  minio: { file: minio, colour: '#c72e49' },
  n8n: { file: n8n, colour: '#ff91ac' },
  postgresql: { file: postgresql, colour: '#4169e1' },
  redis: { file: redis, colour: '#ff4438' },
  uptimekuma: { file: uptimekuma, colour: '#5cdd8b' },
  vaultwarden: { file: vaultwarden, colour: INK },
  wordpress: { file: wordpress, colour: '#21759b' },
};

interface AppLogoProps {
  icon: string;
  name: string;
  size?: number;
}

/** Decoration beside a name that is always written out. */
export function AppLogo({ icon, name, size = 44 }: AppLogoProps) {
  const logo = Object.hasOwn(LOGOS, icon) ? LOGOS[icon] : undefined;
  const colour = logo?.colour ?? INK;
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
        <Box
          w={size * 0.56}
          h={size * 0.56}
          style={{ background: colour, mask: `url("${logo.file}") center / contain no-repeat` }}
        />
      ) : (
        name.slice(0, 1).toUpperCase()
      )}
    </Box>
  );
}
