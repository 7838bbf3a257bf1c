import type { FleetView } from '@minispod/contracts/cluster';
import type { Reader } from '@minispod/database/transaction';
import type { z } from 'zod';
import { groupBy, required } from '../rows.js';

interface VersionRow {
  slug: string;
  name: string;
  icon: string;
  version: string;
  isNewest: boolean;
  isSecurityRelease: boolean;
  withdrawnReason: string | null;
  createdAt: Date;
  instances: number;
  unhealthy: number;
}

/** Which version of which service runs how often, newest first; versions that nobody runs are shown while they are offered. */
export async function listFleet(reader: Reader): Promise<z.infer<typeof FleetView>> {
  const rows: VersionRow[] = await reader.query(
    `SELECT s.slug, s.name, s.icon, v.version, v.version = s.version AS "isNewest",
            coalesce((v.template ->> 'isSecurityRelease')::boolean, false) AS "isSecurityRelease",
            v.withdrawn_reason AS "withdrawnReason", v.created_at AS "createdAt",
            coalesce(i.instances, 0) AS instances, coalesce(i.unhealthy, 0) AS unhealthy
       FROM service_versions v
       JOIN services s ON s.id = v.service_id
       LEFT JOIN (SELECT service_version_id, count(*) AS instances, count(*) FILTER (WHERE health_status = 'unhealthy') AS unhealthy
                    FROM service_instances WHERE released_at IS NULL GROUP BY service_version_id) i ON i.service_version_id = v.id
      WHERE i.instances > 0 OR v.version = s.version OR v.withdrawn_reason IS NOT NULL
      ORDER BY s.name, s.slug, v.created_at DESC, v.id DESC`,
  );
  const items = [...groupBy(rows, ({ slug }) => slug).values()].map((versions) => {
    const { name, slug, icon } = required(versions[0]);
    return {
      service: { name, slug, icon },
      versions: versions.map(({ name: _n, slug: _s, icon: _i, createdAt, ...version }) => ({
        ...version,
        createdAt: createdAt.toISOString(),
      })),
    };
  });
  return { items };
}
